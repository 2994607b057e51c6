package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Calls within calls on independent contexts, both of which end at about the same time: the outer
 * body, which waits for nothing but its interrupt, gets it each time, and none is left behind.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NestedCallStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = 1_000 * Integer.getInteger("goprims.stress.rounds", 2);

  @EveryThreadKind
  void theOuterBodyIsAlwaysInterrupted(ThreadKind kind) throws Exception {
    System.out.println("nested calls, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    CyclicBarrier start = new CyclicBarrier(3);
    CancelableContext[] contexts = new CancelableContext[2];
    int[][] spins = new int[2][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      spins[0][round] = random.nextInt(1_000);
      spins[1][round] = spins[0][round] + random.nextInt(100);
    }
    Attempt<Void> outerEnds = canceler(start, contexts, 0, spins[0]);
    Attempt<Void> innerEnds = canceler(start, contexts, 1, spins[1]);
    Attempt<Integer> calls =
        kind.attempt(
            "calls",
            () -> {
              int done = 0;
              for (int round = 0; round < ROUNDS; round++) {
                contexts[0] = Context.background().withCancel();
                contexts[1] = Context.background().withCancel();
                start.await();
                done += nested(contexts[0], contexts[1]) ? 1 : 0;
                assertThat(Thread.currentThread().isInterrupted()).as("seed %d", SEED).isFalse();
                start.await();
              }
              return done;
            });
    assertThat(calls.result()).as("seed %d", SEED).isEqualTo(ROUNDS);
    outerEnds.result();
    innerEnds.result();
  }

  /** Whether it ended as the outer call has to. */
  private static boolean nested(Context outer, Context inner) throws InterruptedException {
    try {
      outer.call(
          () -> {
            try {
              inner.call(
                  () -> {
                    // Long enough for both, now and then.
                    for (int i = 0; i < 1_000 && !Thread.currentThread().isInterrupted(); i++) {
                      Thread.onSpinWait();
                    }
                    for (int i = 0; i < 200; i++) {
                      Thread.onSpinWait();
                    }
                    return 1;
                  });
            } catch (CanceledException e) {
              // The inner one had ended before it began.
            }
            Thread.sleep(Long.MAX_VALUE);
            return 1;
          });
      return false;
    } catch (CanceledException e) {
      return true;
    }
  }

  private static Attempt<Void> canceler(
      CyclicBarrier start, CancelableContext[] contexts, int which, int[] spins) {
    return ThreadKind.PLATFORM.attempt(
        "canceler",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            start.await();
            for (int i = 0; i < spins[round]; i++) {
              Thread.onSpinWait();
            }
            contexts[which].cancel();
            start.await();
          }
        });
  }
}
