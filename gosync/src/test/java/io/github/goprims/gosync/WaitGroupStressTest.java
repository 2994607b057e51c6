package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tasks that start tasks, and threads that wait for them in all forms and give up at random.
 * Whoever is told that all have ended finds that so, everybody is released, and a group is as good
 * as new after each round.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WaitGroupStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = 100 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int WAITERS = 4;

  private final WaitGroup group = new WaitGroup();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  @EveryThreadKind
  @Spec({"WG-03", "WG-04", "WG-09", "WG-13", "WG-14", "INT-02", "INT-03", "INT-05"})
  void allFormsOfWaitsAgree(ThreadKind kind) throws Exception {
    System.out.println("wait group stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      group.add(1); // so that the tasks cannot end before the waiters are there
      List<Attempt<Boolean>> waiters = new ArrayList<>();
      for (int i = 0; i < WAITERS; i++) {
        SplittableRandom own = random.split();
        waiters.add(kind.attempt("waiter", () -> waitSomehow(own)));
      }
      startTasks(random.split(), 3);
      Attempt<Boolean> interrupted = waiters.get(random.nextInt(WAITERS));
      interrupted.interrupt();
      group.done();
      group.await();
      assertThat(ended.get()).as("seed %d", SEED).isEqualTo(started.get());
      for (Attempt<Boolean> waiter : waiters) {
        if (waiter.failed()) {
          assertThat(waiter).as("seed %d", SEED).isSameAs(interrupted);
          assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        }
      }
      assertThat(group.toString()).as("seed %d", SEED).endsWith("(count=0, waiting=0)");
    }
  }

  private void startTasks(SplittableRandom random, int depth) {
    int number = random.nextInt(4);
    for (int i = 0; i < number; i++) {
      SplittableRandom own = random.split();
      started.incrementAndGet();
      group.go(
          () -> {
            if (depth > 0) {
              startTasks(own, depth - 1);
            }
            ended.incrementAndGet();
          });
    }
  }

  /** Whether it was told that all have ended; after which nothing is started in this round. */
  private boolean waitSomehow(SplittableRandom random) throws InterruptedException {
    Duration moment = Duration.ofNanos(random.nextInt(200_000));
    boolean zero =
        switch (random.nextInt(3)) {
          case 0 -> {
            group.await();
            yield true;
          }
          case 1 -> group.await(moment);
          default -> {
            try (CancelableContext context = Context.background().withTimeout(moment)) {
              group.await(context);
              yield true;
            } catch (ContextDoneException e) {
              yield false;
            }
          }
        };
    if (zero) {
      assertThat(ended.get()).as("seed %d", SEED).isEqualTo(started.get());
    }
    return zero;
  }
}
