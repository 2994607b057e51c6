package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Races on a mutex. Some parties stand in its queue already when the race begins. They have no
 * thread: they got there by the mutex's own slow path, and whoever plays them lets their wait go
 * on.
 *
 * @primitive Mutex
 */
public final class MutexJcstress {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final long PASSED = 0;
  private static final long LONG_AGO = -Duration.ofSeconds(1).toNanos();
  private static final long NOW = 1;
  private static final long TIME_ENOUGH = Duration.ofHours(1).toNanos();

  private MutexJcstress() {}

  private static MutexLockWait queued(Mutex mutex, long start) {
    MutexLockWait waiter = new MutexLockWait(mutex);
    waiter.start = start;
    if (mutex.takeOrQueue(waiter)) {
      throw new IllegalStateException("need not wait: " + mutex);
    }
    return waiter;
  }

  /** A waiter that was woken, and not handed the lock, since it has not waited for long. */
  private static MutexLockWait woken(Mutex mutex) {
    MutexLockWait waiter = queued(mutex, TimeSource.current().nanoTime() + TIME_ENOUGH);
    mutex.unlock();
    waiter.start = LONG_AGO;
    return waiter;
  }

  /** A waiter that was woken, and lost after too long a time. */
  private static MutexLockWait starving(Mutex mutex) {
    MutexLockWait waiter = woken(mutex);
    if (!mutex.tryLock() || mutex.takeOrQueueAgain(waiter)) {
      throw new IllegalStateException("need not wait: " + mutex);
    }
    return waiter;
  }

  /** The time of {@code waiter} is over: "locked" or "gave up". */
  private static String giveUp(Mutex mutex, MutexLockWait waiter) {
    return mutex.await(waiter, PASSED, true) == Waiter.TIMED_OUT ? "gave up" : "locked";
  }

  /** Whether the lock came within a long time. */
  private static boolean lock(Mutex mutex) {
    try {
      return mutex.tryLock(LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unlock(Mutex mutex) {
    try {
      mutex.unlock();
      return "unlocked";
    } catch (IllegalMonitorStateException e) {
      return "refused";
    }
  }

  /**
   * @hunts two holders, and a holder that does not see what the one before has written
   * @guards {@link MutexState}: linearization points (MUTEX-01, MUTEX-08)
   * @see MutexState#await
   * @see Waiter#awaitUninterruptibly
   */
  @JCStressTest
  @Outcome(id = "2, 0, 1", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "the other way round")
  @Outcome(expect = FORBIDDEN, desc = "two at once, or one that did not see the other")
  @State
  public static class Exclusion {
    private final Mutex mutex = new Mutex();
    private int plain;

    @Actor
    public void one(III_Result r) {
      mutex.lock();
      r.r2 = plain++;
      mutex.unlock();
    }

    @Actor
    public void two(III_Result r) {
      lock(mutex);
      r.r3 = plain++;
      mutex.unlock();
    }

    @Arbiter
    public void after(III_Result r) {
      r.r1 = plain;
    }
  }

  /**
   * @hunts a thread that joins the queue while the lock becomes free, and is woken by nobody
   * @guards {@link MutexState}: why no wake-up is lost
   * @see MutexState#await
   * @see MutexState#wakeFirst
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "found it free, or was woken")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "waited beside a free lock")
  @State
  public static class UnlockVersusLock {
    private final Mutex mutex = new Mutex();

    {
      mutex.lock();
    }

    @Actor
    public void holder() {
      mutex.unlock();
    }

    @Actor
    public void waiter(Z_Result r) {
      r.r1 = lock(mutex);
    }
  }

  /**
   * @hunts a lock that is handed over to a thread that gives up, and so to nobody
   * @guards {@link MutexState}: a thread gives up only while its waiter is not settled (INT-03,
   *     INT-04, INT-05)
   * @see MutexState#handOff
   * @see MutexState#leave
   * @see MutexLine#settleFirst
   */
  @JCStressTest
  @Outcome(id = "locked, locked", expect = ACCEPTABLE, desc = "handed over in time")
  @Outcome(id = "gave up, free", expect = ACCEPTABLE, desc = "gone before")
  @Outcome(expect = FORBIDDEN, desc = "handed to nobody, or to one that does not know it")
  @State
  public static class HandOffVersusGiveUp {
    private final Mutex mutex = new Mutex();
    private final MutexLockWait starving;

    public HandOffVersusGiveUp() {
      mutex.lock();
      starving = starving(mutex);
    }

    @Actor
    public void leaver(LL_Result r) {
      r.r1 = giveUp(mutex, starving);
    }

    @Actor
    public void holder() {
      mutex.unlock();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = mutex.tryLock() ? "free" : "locked";
    }
  }

  /**
   * @hunts a waiter that comes while the line is served, and is served before it, or by nobody
   * @guards {@link MutexState}: the bound (MUTEX-11, MUTEX-12)
   * @see MutexState#handOff
   */
  @JCStressTest
  @Outcome(id = "queued, locked, served", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "passed, or handed to two, or a newcomer that is forgotten")
  @State
  public static class HandOffVersusJoin {
    private final Mutex mutex = new Mutex();
    private final MutexLockWait starving;
    private final MutexLockWait newcomer = new MutexLockWait(mutex);

    public HandOffVersusJoin() {
      mutex.lock();
      starving = starving(mutex);
    }

    @Actor
    public void newcomer(LLL_Result r) {
      r.r1 = mutex.takeOrQueue(newcomer) ? "passed" : "queued";
    }

    @Actor
    public void holder() {
      mutex.unlock();
    }

    @Arbiter
    public void after(LLL_Result r) {
      boolean handed = starving.isSettled() && mutex.takeOrQueueAgain(starving);
      r.r2 = handed && !newcomer.isSettled() ? "locked" : "lost";
      mutex.unlock();
      r.r3 = newcomer.isSettled() && mutex.takeOrQueueAgain(newcomer) ? "served" : "forgotten";
    }
  }

  /**
   * @hunts a wake-up that goes to a thread that gives up, and is lost to the one behind
   * @guards {@link MutexState}: a thread gives up only while its waiter is not settled (INT-04)
   * @see MutexState#wakeFirst
   * @see MutexState#leave
   * @see MutexLine#settleFirst
   */
  @JCStressTest
  @Outcome(id = "gave up, woken", expect = ACCEPTABLE, desc = "the next one's turn")
  @Outcome(id = "locked, waits", expect = ACCEPTABLE, desc = "woken in time")
  @Outcome(expect = FORBIDDEN, desc = "a wake-up for nobody, or for both")
  @State
  public static class WakeUpVersusGiveUp {
    private final Mutex mutex = new Mutex();
    private final MutexLockWait first;
    private final MutexLockWait second;

    public WakeUpVersusGiveUp() {
      mutex.lock();
      first = queued(mutex, LONG_AGO);
      second = queued(mutex, LONG_AGO);
    }

    @Actor
    public void leaver(LL_Result r) {
      r.r1 = giveUp(mutex, first);
    }

    @Actor
    public void holder() {
      mutex.unlock();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = second.isSettled() ? "woken" : "waits";
    }
  }

  /**
   * @hunts two holders where a waiter that is woken and a newcomer want the free lock, and a
   *     request of a starving waiter that nobody hears
   * @guards {@link MutexState}: M1, M3 (MUTEX-09, MUTEX-10)
   */
  @JCStressTest
  @Outcome(id = "true, false, locked", expect = ACCEPTABLE, desc = "woken in time")
  @Outcome(id = "false, true, starving", expect = ACCEPTABLE, desc = "passed, with a request")
  @Outcome(expect = FORBIDDEN, desc = "two holders, or none, or a request that was not heard")
  @State
  public static class WokenVersusTry {
    private final Mutex mutex = new Mutex();
    private final MutexLockWait woken;

    public WokenVersusTry() {
      mutex.lock();
      woken = MutexJcstress.woken(mutex);
    }

    @Actor
    public void woken(LLL_Result r) {
      r.r1 = mutex.takeOrQueueAgain(woken);
    }

    @Actor
    public void passer(LLL_Result r) {
      r.r2 = mutex.tryLock();
    }

    @Arbiter
    public void after(LLL_Result r) {
      String text = mutex.toString();
      r.r3 = text.contains("unlocked") ? "free" : text.contains("starving") ? "starving" : "locked";
    }
  }

  /**
   * @hunts a lock that is handed to a waiter that has just returned to the queue, or that takes it
   *     by itself at that moment
   * @guards {@link MutexState}: how WOKEN ends where the state is STARVING (MUTEX-13)
   */
  @JCStressTest
  @Outcome(id = "true, false, locked", expect = ACCEPTABLE, desc = "handed over, or woken in time")
  @Outcome(id = "false, true, served", expect = ACCEPTABLE, desc = "passed, and served next")
  @Outcome(expect = FORBIDDEN, desc = "two holders, or none, or a waiter that is forgotten")
  @State
  public static class WokenVersusHurry {
    private final Mutex mutex = new Mutex();
    private final MutexLockWait woken;

    public WokenVersusHurry() {
      mutex.lock();
      woken = MutexJcstress.woken(mutex);
    }

    @Actor
    public void woken(LLL_Result r) {
      r.r1 = mutex.takeOrQueueAgain(woken);
    }

    @Actor
    public void passer(LLL_Result r) {
      r.r2 = mutex.tryLock();
      mutex.hurry(NOW); // as another unlock would
    }

    @Arbiter
    public void after(LLL_Result r) {
      if (mutex.tryLock()) {
        r.r3 = "free";
      } else if (r.r1.equals(true)) {
        r.r3 = "locked";
      } else {
        mutex.unlock();
        boolean served = woken.isSettled() && mutex.takeOrQueueAgain(woken);
        r.r3 = served ? "served" : "forgotten";
      }
    }
  }

  /**
   * @hunts a second unlock that is not noticed
   * @guards {@link MutexState}: the one compare-and-set (MUTEX-04)
   */
  @JCStressTest
  @Outcome(id = "unlocked, refused", expect = ACCEPTABLE, desc = "one came second")
  @Outcome(id = "refused, unlocked", expect = ACCEPTABLE, desc = "the other came second")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither of them")
  @State
  public static class UnlockVersusUnlock {
    private final Mutex mutex = new Mutex();

    {
      mutex.lock();
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = unlock(mutex);
    }

    @Actor
    public void two(LL_Result r) {
      r.r2 = unlock(mutex);
    }
  }

  /**
   * A waiter was woken, and has lost to a newcomer; it waits with a context.
   *
   * @hunts the end of a context that comes while the waiter is settled, and is forgotten
   * @guards {@link MutexState#await}: the look at the context after each rearm
   * @see MutexState#await
   * @see MutexLockWait#settleIfCanceled
   * @see MutexState#leave
   */
  @JCStressTest
  @Outcome(id = "canceled, free", expect = ACCEPTABLE, desc = "before the rearm, or after it")
  @Outcome(expect = FORBIDDEN, desc = "waited on, or left something behind")
  @State
  public static class CancelVersusRearm {
    private final CancelableContext context = Context.background().withCancel();
    private final Mutex mutex = new Mutex();

    {
      mutex.lock();
    }

    @Actor
    public void waiter(LL_Result r) {
      MutexLockWait waiter = MutexJcstress.woken(mutex);
      if (!mutex.tryLock()) { // for a newcomer
        throw new IllegalStateException("taken: " + mutex);
      }
      try (ContextLink link = ContextLink.of(context, waiter)) {
        waiter.link = link;
        r.r1 =
            mutex.takeOrQueueAgain(waiter)
                ? "locked"
                : mutex.await(waiter, TimeSource.deadlineAfter(LONG), true).toString();
      }
    }

    @Actor
    public void canceler() {
      context.cancel();
    }

    @Arbiter
    public void after(LL_Result r) {
      mutex.unlock();
      r.r2 = mutex.toString().contains("waiters") ? "a waiter" : mutex.tryLock() ? "free" : "lost";
    }
  }

  /**
   * @hunts an interrupt that a lock which cannot be interrupted takes along
   * @guards {@link Waiter#awaitUninterruptibly}: the flag at its end (INT-06)
   * @see Waiter#awaitUninterruptibly
   * @see MutexState#await
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "locked, and the flag is set")
  @Outcome(expect = FORBIDDEN, desc = "the interrupt is lost")
  @State
  public static class InterruptVersusLock {
    private final Mutex mutex = new Mutex();
    private volatile Thread waits;

    {
      mutex.lock();
    }

    @Actor
    public void waiter(Z_Result r) {
      waits = Thread.currentThread();
      mutex.lock();
      r.r1 = Thread.interrupted();
    }

    @Actor
    public void holder() {
      while (waits == null) {
        Thread.onSpinWait();
      }
      waits.interrupt();
      mutex.unlock();
    }
  }
}
