package io.github.goprims.examples.digesttree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * How the pipeline ends when the time is up. It ends at that moment, so it waits for nothing that
 * takes time; and what it does is counted, so it does next to nothing.
 */
@VirtualTime
class TimeoutTest {

  private static final int WORKERS = 3;

  /** A directory in which each worker finds a file that takes it years, and many wait. */
  @TempDir Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Tally tally = new Tally();
  private final Set<Thread> goroutines = ConcurrentHashMap.newKeySet();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

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
    run(Duration.ofHours(1));
    assertThat(Bubble.now()).isEqualTo("2000-01-01T01:00:00Z");
    assertThat(goroutines).hasSize(1 + WORKERS).noneMatch(Thread::isAlive);
    assertThat(told)
        .as("each hasher looks before each buffer, and once it is told reads no other")
        .hasSize(WORKERS)
        .containsOnly("hasher");
    assertThat(out.toString(US_ASCII)).endsWith("  top/a\n").hasLineCount(1);
  }

  @Test
  void aPassedDeadlineLeavesNothingToDo() throws Exception {
    run(Duration.ZERO);
    assertThat(goroutines).noneMatch(Thread::isAlive);
    assertThat(tally.progress()).startsWith("0 files, 0.0 MB, ");
    assertThat(out.size()).isZero();
  }

  private void run(Duration timeout) throws InterruptedException {
    try (CancelableContext context = Context.background().withTimeout(timeout)) {
      ChannelPipeline.run(
          context,
          new Walker(root, Name.typed("top"), () -> isTold(context)),
          () -> new Hasher(tally, () -> readsForAMinute(context) && isTold(context)),
          WORKERS,
          new Printer(new Output(out, true), TimeoutTest::noError, tally, () -> {}));
    }
  }

  /** What the stages ask; takes down who asks, and who is told to stop. */
  private boolean isTold(Context context) {
    goroutines.add(Thread.currentThread());
    boolean stop = context.err() != null;
    if (stop) {
      told.add(Thread.currentThread().getName());
    }
    return stop;
  }

  /** Each buffer of a file takes a minute to come. */
  private static boolean readsForAMinute(Context context) {
    try {
      context.sleep(Duration.ofMinutes(1));
    } catch (ContextDoneException e) {
      // it comes at once, to spare the test the next minute
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  private static void noError(Name name, Exception failure) {
    throw new AssertionError(name.toString(), failure);
  }
}
