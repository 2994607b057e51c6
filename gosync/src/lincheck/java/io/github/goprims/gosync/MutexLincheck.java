package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.LincheckRuns.require;
import static io.github.goprims.gochan.testing.LincheckRuns.scenario;
import static io.github.goprims.gochan.testing.LincheckRuns.shared;
import static io.github.goprims.gochan.testing.LincheckRuns.start;

import io.github.goprims.gochan.testing.HastyClock;
import io.github.goprims.gochan.testing.LincheckRuns;
import io.github.goprims.gochan.testing.LincheckRuns.Running;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Random operations of a few threads on one mutex, whose answers must be those of a plain flag; and
 * small scenarios of threads that wait for each other.
 *
 * <p>A timed lock joins the queue and gives up at its next look at the {@link HastyClock}, unless
 * it is served in between. With a step of two milliseconds everybody who loses starves.
 */
class MutexLincheck {

  private static final Duration A_MOMENT = Duration.ofNanos(1);
  private static final Duration STARVING = Duration.ofMillis(2);

  @Test
  void mutexByModel() {
    HastyClock.rules(() -> LincheckRuns.model(Operations.class, Flag.class));
  }

  @Test
  void starvingMutexByModel() {
    HastyClock.rules(STARVING, () -> LincheckRuns.model(Operations.class, Flag.class));
  }

  @Test
  void mutexUnderStress() {
    LincheckRuns.stress(Operations.class, Flag.class);
  }

  @Test
  void eachHasItsTurn() {
    scenario(MutexLincheck::threeTurns);
  }

  @Test
  void eachHasItsTurnWhenAllStarve() {
    HastyClock.rules(STARVING, () -> scenario(MutexLincheck::threeTurns));
  }

  private static void threeTurns() throws Exception {
    Counter counter = shared(new Counter());
    Running<Integer> one = start(counter::turn);
    Running<Integer> two = start(counter::turn);
    int three = counter.turn();
    require(one.result() + two.result() + three == 3); // 0, 1 and 2
    require(counter.mutex.tryLock());
  }

  @Test
  void anInterruptedThreadHasTheLockOrNot() {
    scenario(MutexLincheck::interruptBesideUnlock);
  }

  @Test
  void anInterruptedStarvingThreadLocksOrNot() {
    HastyClock.rules(STARVING, () -> scenario(MutexLincheck::interruptBesideUnlock));
  }

  private static void interruptBesideUnlock() throws Exception {
    Counter counter = shared(new Counter());
    counter.mutex.lock();
    Running<Integer> leaver =
        start(
            () -> {
              counter.mutex.lockInterruptibly();
              return 1;
            });
    Running<Integer> behind = start(counter::turn);
    leaver.interrupt();
    counter.mutex.unlock();
    if (!leaver.failedWith(InterruptedException.class)) {
      counter.mutex.unlock();
    }
    behind.result();
    require(counter.mutex.tryLock());
  }

  private static final class Counter {
    private final Mutex mutex = new Mutex();
    private int turns;

    int turn() {
      mutex.lock();
      int turn = turns++;
      mutex.unlock();
      return turn;
    }
  }

  /** What the threads may do; the names are those of {@link Flag}. */
  public static final class Operations {
    private final Mutex mutex = new Mutex();

    @Operation
    public boolean tryLock() {
      return mutex.tryLock();
    }

    @Operation
    public boolean lock() throws InterruptedException {
      return mutex.tryLock(A_MOMENT);
    }

    @Operation
    public void unlock() {
      mutex.unlock();
    }
  }

  /** What a mutex promises, said in the simplest way. */
  public static final class Flag {
    private boolean locked;

    public boolean tryLock() {
      boolean taken = !locked;
      locked = true;
      return taken;
    }

    public boolean lock() {
      return tryLock();
    }

    public void unlock() {
      if (!locked) {
        throw new IllegalMonitorStateException();
      }
      locked = false;
    }
  }
}
