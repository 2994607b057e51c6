package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races on a {@link Cond}, for its signals. Threads that wait when the race begins have joined the
 * queue without a thread; an actor then plays the rest of its wait.
 *
 * @primitive Cond
 */
public final class CondJcstress {

  private static final long PASSED = 0;

  private CondJcstress() {}

  private static final class Lock implements Locker {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void lock() {
      lock.lock();
    }

    @Override
    public void unlock() {
      lock.unlock();
    }
  }

  /** Two waiters, the leaver first. */
  abstract static class Two {
    private final Lock lock = new Lock();
    final Cond cond = Cond.on(lock);
    private final CondWait leaver = queued();
    private final CondWait stayer = queued();

    private CondWait queued() {
      CondWait waiter = new CondWait(cond, lock);
      cond.join(waiter);
      return waiter;
    }

    /** "signaled", "timed out" or "interrupted"; with "flag" if that is left. */
    final String leave(long deadline) {
      lock.lock();
      String outcome;
      try {
        outcome = SyncWaits.inTime(cond.await(leaver, deadline)) ? "signaled" : "timed out";
      } catch (InterruptedException e) {
        outcome = "interrupted";
      } finally {
        lock.unlock();
      }
      return Thread.interrupted() ? outcome + " flag" : outcome;
    }

    final String stay() {
      return stayer.isSettled() ? "signaled" : "waiting";
    }
  }

  /**
   * @hunts a signal that goes to a thread that leaves because of the time
   * @guards {@link Cond}: C2 (INT-04)
   * @see Cond#await
   * @see Cond#signalFirst
   */
  @JCStressTest
  @Outcome(id = "timed out, waiting", expect = FORBIDDEN, desc = "the signal was lost")
  @Outcome(id = "signaled, waiting", expect = ACCEPTABLE, desc = "signaled in time")
  @Outcome(id = "timed out, signaled", expect = ACCEPTABLE, desc = "left, and the next got it")
  @Outcome(expect = FORBIDDEN, desc = "two for one signal, or none that is due")
  @State
  public static class SignalVersusTimeout extends Two {
    @Actor
    public void leaver(LL_Result r) {
      r.r1 = leave(PASSED);
    }

    @Actor
    public void signaler() {
      cond.signal();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = stay();
    }
  }

  /**
   * @hunts a signal that goes to a thread that leaves because of an interrupt, and a lost flag: a
   *     signal that came first leaves it
   * @guards {@link Cond}: C2 (INT-03, INT-04)
   * @see Cond#await
   * @see Cond#signalFirst
   */
  @JCStressTest
  @Outcome(id = "interrupted, waiting", expect = FORBIDDEN, desc = "the signal was lost")
  @Outcome(id = "signaled flag, waiting", expect = ACCEPTABLE, desc = "signaled in time")
  @Outcome(id = "interrupted, signaled", expect = ACCEPTABLE, desc = "left, and the next got it")
  @Outcome(expect = FORBIDDEN, desc = "two for one signal, or a flag lost or left")
  @State
  public static class SignalVersusInterrupt extends Two {
    @Actor
    public void leaver(LL_Result r) {
      Thread.currentThread().interrupt();
      r.r1 = leave(TimeSource.FOREVER);
    }

    @Actor
    public void signaler() {
      cond.signal();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = stay();
    }
  }

  /**
   * @hunts a thread that a broadcast overlooks, or that times out though it was told
   * @guards {@link LockedWaitQueue}: its generation (COND-05, INT-08)
   * @see Cond#broadcast
   * @see Cond#await
   */
  @JCStressTest
  @Outcome(id = "signaled, signaled", expect = ACCEPTABLE, desc = "both were told")
  @Outcome(id = "timed out, signaled", expect = ACCEPTABLE, desc = "one left before")
  @Outcome(expect = FORBIDDEN, desc = "overlooked")
  @State
  public static class BroadcastVersusTimeout extends Two {
    @Actor
    public void leaver(LL_Result r) {
      r.r1 = leave(PASSED);
    }

    @Actor
    public void broadcaster() {
      cond.broadcast();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = stay();
    }
  }

  /**
   * @hunts two signals for one
   * @guards {@link LockedWaitQueue#poll} under its lock (COND-03)
   * @see Cond#signalFirst
   */
  @JCStressTest
  @Outcome(id = "signaled, signaled", expect = ACCEPTABLE, desc = "one for each")
  @Outcome(expect = FORBIDDEN, desc = "both for the same")
  @State
  public static class SignalVersusSignal extends Two {
    @Actor
    public void one() {
      cond.signal();
    }

    @Actor
    public void other() {
      cond.signal();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r1 = leave(PASSED);
      r.r2 = stay();
    }
  }

  /**
   * @hunts a thread that waits for what has happened
   * @guards {@link Cond}: C1 (COND-01, COND-11)
   * @see Cond#await
   * @see Cond#signalFirst
   */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "saw it at once, or was told")
  @Outcome(expect = FORBIDDEN, desc = "was not told, or did not see it then")
  @State
  public static class ChangeVersusAwait {
    private final Lock lock = new Lock();
    private final Cond cond = Cond.on(lock);
    private boolean changed;

    @Actor
    public void changer() {
      lock.lock();
      changed = true;
      lock.unlock();
      cond.signal();
    }

    @Actor
    public void waiter(LL_Result r) {
      lock.lock();
      try {
        r.r1 = cond.awaitUntil(() -> changed, Duration.ofSeconds(10));
        r.r2 = changed;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * One that waits without the lock, which is refused, comes first in line for a moment.
   *
   * @hunts a signal that goes to a thread whose wait is refused, and is lost to the one behind
   * @guards {@link Cond}: C2 (COND-10, INT-04)
   * @see Cond#abandon
   * @see Cond#signalFirst
   */
  @JCStressTest
  @Outcome(id = "refused, signaled", expect = ACCEPTABLE, desc = "to the other, or passed on")
  @Outcome(expect = FORBIDDEN, desc = "lost")
  @State
  public static class SignalVersusMisuse {
    private final Lock lock = new Lock();
    private final Cond cond = Cond.on(lock);
    private final CondWait other = new CondWait(cond, lock);

    @Actor
    public void misuser(LL_Result r) {
      try {
        cond.await();
        r.r1 = "not refused";
      } catch (IllegalMonitorStateException e) {
        r.r1 = "refused";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Actor
    public void signaler() {
      cond.join(other);
      cond.signal();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = other.isSettled() ? "signaled" : "waiting";
    }
  }
}
