package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Threads that start tasks in all ways, some of which fail, under a limit that changes from batch
 * to batch, while contexts end, threads are interrupted, and others await or close. What was said
 * to be started has run, never more at once than allowed, and the first failure is told.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ErrGroupStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = 100 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int STARTERS = 4;
  private static final int TASKS = 20;

  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int limit;
  private final AtomicInteger tooMany = new AtomicInteger();

  @EveryThreadKind
  @Spec({"ERRG-02", "ERRG-04", "ERRG-06", "ERRG-10", "ERRG-12", "ERRG-16", "INT-02", "INT-05"})
  void whatWasStartedHasRunAndIsToldOf(ThreadKind kind) throws Exception {
    System.out.println("err group stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      CancelableContext parent = Context.background().withCancel();
      ErrGroup group = random.nextBoolean() ? ErrGroup.create() : ErrGroup.withContext(parent);
      failures.set(0);
      for (int batch = random.nextInt(1, 4); batch > 0; batch--) {
        limit = random.nextInt(-1, 5);
        group.limit(limit == 0 ? -1 : limit);
        batch(kind, group, parent, random.split());
        Throwable told = outcome(group);
        assertThat(ended.get()).as("seed %d", SEED).isEqualTo(started.get());
        assertThat(told != null).as("seed %d: failed", SEED).isEqualTo(failures.get() > 0);
        assertThat(group.toString())
            .as("seed %d", SEED)
            .contains("(running=0")
            .doesNotContain("waiting");
      }
      group.close();
      parent.close();
      assertThat(tooMany.get()).as("seed %d: at once", SEED).isZero();
    }
  }

  private void batch(
      ThreadKind kind, ErrGroup group, CancelableContext parent, SplittableRandom random) {
    List<Attempt<Void>> starters = new ArrayList<>();
    for (int i = 0; i < STARTERS; i++) {
      SplittableRandom own = random.split();
      starters.add(kind.attempt("starter", () -> startSome(group, own)));
    }
    Attempt<Void> interrupted = starters.get(random.nextInt(STARTERS));
    if (random.nextBoolean()) {
      interrupted.interrupt();
    }
    if (random.nextInt(4) == 0) {
      parent.cancel();
    }
    for (Attempt<Void> starter : starters) {
      if (starter.failed()) {
        assertThat(starter).as("seed %d", SEED).isSameAs(interrupted);
        assertThat(starter.failure()).isInstanceOf(InterruptedException.class);
      }
    }
  }

  private void startSome(ErrGroup group, SplittableRandom random) throws InterruptedException {
    for (int i = 0; i < TASKS; i++) {
      boolean fails = random.nextInt(40) == 0;
      boolean yields = random.nextBoolean();
      boolean accepted =
          switch (random.nextInt(3)) {
            case 0 -> group.tryGo(() -> run(fails, yields));
            case 1 -> group.go(() -> run(fails, yields));
            default ->
                !group
                    .submit(
                        () -> {
                          run(fails, yields);
                          return 1;
                        })
                    .toString()
                    .contains("not started");
          };
      if (accepted) {
        started.incrementAndGet();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // to have tasks run side by side
  private void run(boolean fails, boolean yields) throws IOException {
    int most = limit;
    if (running.incrementAndGet() > most && most > 0) {
      tooMany.incrementAndGet();
    }
    if (yields) {
      Thread.yield();
    }
    running.decrementAndGet();
    ended.incrementAndGet();
    if (fails) {
      failures.incrementAndGet();
      throw new IOException("as it happens");
    }
  }

  private static @Nullable Throwable outcome(ErrGroup group) {
    try {
      group.await();
      return null;
    } catch (Exception failure) {
      return failure;
    }
  }
}
