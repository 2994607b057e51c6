package io.github.goprims.examples.digesttree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the pipeline ends when the time is up. The clock stands still from there on, so the pipeline
 * can wait for nothing that takes time; and what it does is counted, so it does next to nothing.
 */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class TimeoutTest {

  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int WORKERS = 3;

  /** A directory in which each worker finds a file that takes it minutes, and many wait. */
  @TempDir Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Tally tally = new Tally();
  private final Set<Thread> goroutines = ConcurrentHashMap.newKeySet();
  private final Queue<Thread> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void createTree() throws Exception {
    Files.writeString(root.resolve("a"), "x");
    for (int i = 0; i < 5 * WORKERS; i++) {
      try (RandomAccessFile file = new RandomAccessFile(root.resolve("b" + i).toFile(), "rw")) {
        file.setLength(1L << 38); // sparse
      }
    }
  }

  @Test
  void eachGoroutineStopsAtItsNextStep() throws Exception {
    try (CancelableContext context = Context.background().withTimeout(TIMEOUT)) {
      Walker walker = new Walker(root, Name.typed("top"), () -> isTold(context));
      Attempt<Void> pipeline =
          ThreadKind.VIRTUAL.attempt(
              "pipeline",
              () ->
                  ChannelPipeline.run(
                      context,
                      walker,
                      () -> new Hasher(tally, () -> isTold(context)),
                      WORKERS,
                      new Printer(new Output(out, true), TimeoutTest::noError, tally, () -> {})));
      Await.until("a line", () -> tally.summary().startsWith("1 file, "));
      Await.until("all at work", () -> goroutines.size() == 1 + WORKERS);
      Thread walking = walkerOf(goroutines);
      Await.blocked(walking, "select");
      pipeline.awaitBlocked("select");
      assertThat(told).isEmpty();

      ManualTime.installed().advance(TIMEOUT);
      pipeline.result();

      assertThat(goroutines).hasSize(1 + WORKERS).noneMatch(Thread::isAlive);
      assertThat(told)
          .as("each hasher looks before each buffer, and once it is told reads no other")
          .hasSize(WORKERS)
          .doesNotContain(walking)
          .doesNotHaveDuplicates();
      assertThat(out.toString(US_ASCII)).endsWith("  top/a\n").hasLineCount(1);
    }
  }

  @Test
  void aPassedDeadlineLeavesNothingToDo() throws Exception {
    try (CancelableContext context = Context.background().withTimeout(Duration.ZERO)) {
      Walker walker = new Walker(root, Name.typed("top"), () -> isTold(context));
      ChannelPipeline.run(
          context,
          walker,
          () -> new Hasher(tally, () -> isTold(context)),
          WORKERS,
          new Printer(new Output(out, true), TimeoutTest::noError, tally, () -> {}));
    }
    assertThat(goroutines).noneMatch(Thread::isAlive);
    assertThat(tally.progress()).startsWith("0 files, 0.0 MB, ");
    assertThat(out.size()).isZero();
  }

  /** What the stages ask; takes down who asks, and who is told to stop. */
  private boolean isTold(Context context) {
    goroutines.add(Thread.currentThread());
    boolean stop = context.err() != null;
    if (stop) {
      told.add(Thread.currentThread());
    }
    return stop;
  }

  private static Thread walkerOf(Set<Thread> goroutines) {
    return goroutines.stream().filter(t -> t.getName().equals("walker")).findAny().orElseThrow();
  }

  private static void noError(Name name, Exception failure) {
    throw new AssertionError(name.toString(), failure);
  }
}
