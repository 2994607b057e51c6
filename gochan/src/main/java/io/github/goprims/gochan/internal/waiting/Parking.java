package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks the thread of a {@link Waiter} if it is one of a pool, and starts it again, whatever it is.
 * Other parks of the library end by themselves, or are those of its own threads.
 *
 * <p>Each park names its waiter as the blocker: the class says what kind of wait it is ({@code
 * ChanSendWait}, {@code ChanReceiveWait}), and its {@code toString} names the primitive.
 */
final class Parking {

  private Parking() {}

  /**
   * Parks a thread of a pool until {@link #unpark}, an interrupt, the deadline, or for no reason at
   * all. A pool that knows of the park lets another thread do what is queued there.
   *
   * @return false if the thread has to park by itself: it is no such thread, or no other can be had
   */
  static boolean parkInPool(Waiter blocker, long deadline) {
    if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
      return false;
    }
    try {
      ForkJoinPool.managedBlock(new PoolPark(blocker, deadline));
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return blocker.isSettled(); // else no other thread can be had
    } catch (InterruptedException e) {
      throw new AssertionError(e); // from block(), which throws none
    }
  }

  /**
   * One park. The pool may park on the way for a lock of its own, and so use up the permit of an
   * unpark: hence the last look, after which nothing else parks.
   */
  private record PoolPark(Waiter blocker, long deadline) implements ForkJoinPool.ManagedBlocker {
    @Override
    public boolean isReleasable() {
      return blocker.isSettled() || blocker.dueTime() < deadline;
    }

    @Override
    public boolean block() {
      if (!isReleasable()) {
        TimeSource time = TimeSource.current();
        if (deadline == TimeSource.FOREVER && time.isSystemTime()) {
          LockSupport.park(blocker);
        } else {
          time.parkUntil(blocker, deadline);
        }
      }
      return true;
    }
  }

  /**
   * Ends the current park of {@code thread}, or its next one.
   *
   * @throws StackOverflowError if there is not enough stack: it parks on
   */
  static void unpark(Thread thread) {
    if (thread.isVirtual()) {
      // An overflow on the way would leave the scheduler such that no goroutine runs any more.
      StackProbe.touch(StackProbe.GOROUTINE);
    }
    LockSupport.unpark(thread);
  }
}
