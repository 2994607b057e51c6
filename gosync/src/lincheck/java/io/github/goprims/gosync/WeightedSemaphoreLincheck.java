package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.LincheckRuns.require;
import static io.github.goprims.gochan.testing.LincheckRuns.scenario;
import static io.github.goprims.gochan.testing.LincheckRuns.shared;
import static io.github.goprims.gochan.testing.LincheckRuns.start;

import io.github.goprims.gochan.testing.HastyClock;
import io.github.goprims.gochan.testing.LincheckRuns;
import io.github.goprims.gochan.testing.LincheckRuns.Running;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Random operations of a few threads on one semaphore, whose answers must be those of a plain
 * number; and small scenarios of threads that wait for each other.
 *
 * <p>A timed acquire joins the queue and gives up at its next look at the {@link HastyClock},
 * unless it is served in between. All of those want one: beside a larger request that waits, a try
 * fails although something is free, which a plain number knows nothing of.
 */
class WeightedSemaphoreLincheck {

  private static final int SIZE = 3;
  private static final Duration A_MOMENT = Duration.ofNanos(1);

  @Test
  void weightsByModel() {
    LincheckRuns.model(Weights.class, Amount.class);
  }

  @Test
  void weightsUnderStress() {
    LincheckRuns.stress(Weights.class, Amount.class);
  }

  @Test
  void waitsByModel() {
    HastyClock.rules(() -> LincheckRuns.model(Waits.class, Ones.class));
  }

  @Test
  void waitsUnderStress() {
    LincheckRuns.stress(Waits.class, Ones.class);
  }

  @Test
  void eachWeightHasItsTurn() {
    scenario(WeightedSemaphoreLincheck::threeWeights);
  }

  private static void threeWeights() throws Exception {
    WeightedSemaphore semaphore = shared(WeightedSemaphore.of(SIZE));
    Running<Integer> all = start(() -> use(semaphore, SIZE));
    Running<Integer> most = start(() -> use(semaphore, SIZE - 1));
    int one = use(semaphore, 1);
    require(all.result() + most.result() + one == 2 * SIZE);
    require(semaphore.tryAcquire(SIZE));
  }

  private static int use(WeightedSemaphore semaphore, int weight) throws InterruptedException {
    semaphore.acquire(weight);
    semaphore.release(weight);
    return weight;
  }

  @Test
  void whoIsInterruptedHasItsWeightOrNot() {
    scenario(WeightedSemaphoreLincheck::interruptBesideRelease);
  }

  private static void interruptBesideRelease() throws Exception {
    WeightedSemaphore semaphore = shared(WeightedSemaphore.of(SIZE));
    semaphore.acquire(2);
    Running<Integer> leaver =
        start(
            () -> {
              semaphore.acquire(SIZE);
              return SIZE;
            });
    Running<Integer> behind = start(() -> use(semaphore, 1));
    leaver.interrupt();
    semaphore.release(2);
    if (!leaver.failedWith(InterruptedException.class)) {
      semaphore.release(SIZE);
    }
    behind.result();
    require(semaphore.tryAcquire(SIZE));
  }

  /** What the threads may do without waiting; the names are those of {@link Amount}. */
  @Param(name = "weight", gen = IntGen.class, conf = "-1:4")
  public static final class Weights {
    private final WeightedSemaphore semaphore = WeightedSemaphore.of(SIZE);

    @Operation
    public boolean tryAcquire(@Param(name = "weight") int weight) {
      return semaphore.tryAcquire(weight);
    }

    @Operation
    public void release(@Param(name = "weight") int weight) {
      semaphore.release(weight);
    }
  }

  /** The sequential specification. */
  public static final class Amount {
    private int free = SIZE;

    public boolean tryAcquire(int weight) {
      if (weight < 0) {
        throw new IllegalArgumentException();
      }
      boolean fits = weight <= free;
      if (fits) {
        free -= weight;
      }
      return fits;
    }

    public void release(int weight) {
      if (weight < 0) {
        throw new IllegalArgumentException();
      }
      if (weight > SIZE - free) {
        throw new IllegalStateException();
      }
      free += weight;
    }
  }

  /**
   * Portions of one, with waits, given back one or two at a time; the names are of {@link Ones}.
   */
  @Param(name = "weight", gen = IntGen.class, conf = "1:2")
  public static final class Waits {
    private final WeightedSemaphore semaphore = WeightedSemaphore.of(2);

    @Operation
    public boolean tryAcquire() {
      return semaphore.tryAcquire(1);
    }

    @Operation
    public boolean acquire() throws InterruptedException {
      return semaphore.tryAcquire(1, A_MOMENT);
    }

    @Operation
    public void release(@Param(name = "weight") int weight) {
      semaphore.release(weight);
    }
  }

  /** The sequential specification. */
  public static final class Ones {
    private int free = 2;

    public boolean tryAcquire() {
      boolean fits = free > 0;
      if (fits) {
        free--;
      }
      return fits;
    }

    public boolean acquire() {
      return tryAcquire();
    }

    public void release(int weight) {
      if (weight > 2 - free) {
        throw new IllegalStateException();
      }
      free += weight;
    }
  }
}
