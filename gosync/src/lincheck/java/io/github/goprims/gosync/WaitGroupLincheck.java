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
 * Random operations of a few threads on one group, whose answers must be those of a plain counter;
 * and small scenarios of threads that wait for each other.
 *
 * <p>A timed wait joins the line and gives up at its next look at the {@link HastyClock}, unless it
 * is released in between. There is no waiter beside an add from zero: that add is refused as long
 * as the waiter has not left, which a plain counter knows nothing of.
 */
class WaitGroupLincheck {

  private static final Duration A_MOMENT = Duration.ofNanos(1);

  @Test
  void countsByModel() {
    LincheckRuns.model(Counts.class, Counter.class);
  }

  @Test
  void countsUnderStress() {
    LincheckRuns.stress(Counts.class, Counter.class);
  }

  @Test
  void waitsByModel() {
    HastyClock.rules(() -> LincheckRuns.model(Waits.class, CountDown.class));
  }

  @Test
  void theLastDoneReleasesAll() {
    scenario(WaitGroupLincheck::twoTasksAndTwoWaiters);
  }

  private static void twoTasksAndTwoWaiters() throws Exception {
    WaitGroup group = shared(new WaitGroup());
    group.add(2);
    Running<Integer> waiter = start(() -> await(group));
    Running<Integer> task = start(() -> done(group));
    group.done();
    group.await();
    require(waiter.result() + task.result() == 0);
    group.add(1);
  }

  @Test
  void anInterruptedThreadLeavesNothing() {
    scenario(WaitGroupLincheck::interruptBesideDone);
  }

  private static void interruptBesideDone() throws Exception {
    WaitGroup group = shared(new WaitGroup());
    group.add(1);
    Running<Integer> leaver = start(() -> await(group));
    Running<Integer> stayer = start(() -> await(group));
    leaver.interrupt();
    group.done();
    if (!leaver.failedWith(InterruptedException.class)) {
      require(leaver.result() == 0);
    }
    require(stayer.result() == 0);
    group.add(1);
  }

  private static int await(WaitGroup group) throws InterruptedException {
    group.await();
    return group.count();
  }

  private static int done(WaitGroup group) {
    group.done();
    return 0;
  }

  /** What the threads may do without waiting; the names are those of {@link Counter}. */
  @Param(name = "delta", gen = IntGen.class, conf = "-2:2")
  public static final class Counts {
    private final WaitGroup group = new WaitGroup();

    @Operation
    public void add(@Param(name = "delta") int delta) {
      group.add(delta);
    }

    @Operation
    public int count() {
      return group.count();
    }
  }

  /** The sequential specification. */
  public static final class Counter {
    private int count;

    public void add(int delta) {
      if (count + delta < 0) {
        throw new IllegalStateException();
      }
      count += delta;
    }

    public int count() {
      return count;
    }
  }

  /** Counting down, with waits; the names are those of {@link CountDown}. */
  public static final class Waits {
    private final WaitGroup group = new WaitGroup();

    public Waits() {
      group.add(3);
    }

    @Operation
    public void done() {
      group.done();
    }

    @Operation
    public boolean await() throws InterruptedException {
      return group.await(A_MOMENT);
    }
  }

  /** The sequential specification. */
  public static final class CountDown {
    private int count = 3;

    public void done() {
      if (count == 0) {
        throw new IllegalStateException();
      }
      count--;
    }

    public boolean await() {
      return count == 0;
    }
  }
}
