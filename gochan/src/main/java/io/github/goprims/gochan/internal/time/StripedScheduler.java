package io.github.goprims.gochan.internal.time;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.internal.threads.LibraryThreads;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Rings all alarms from one daemon thread, the driver, which is started by an alarm that has a
 * deadline, and ends when nothing has been pending for a while. The alarms are kept in stripes, so
 * that threads which set them side by side do not wait for each other.
 */
final class StripedScheduler implements Scheduler {
  /*
   * State.       stripes  the pending alarms: one heap and one lock each; an alarm stays with the
   *                       stripe of the thread that made it
   *              wakeAt   when the driver is going to look at the stripes; lowered by everybody,
   *                       raised by the driver alone, before a look; to the least there
   *                       is by a driver that begins
   *              driver   null -> a thread, by compare-and-set before that is started; null again by
   *                       this thread when it ends, or by its starter if it could not be started
   *              lastNeeded  the driver's: when something was pending last, as far as it has seen
   * A look raises wakeAt to FOREVER, locks each stripe in turn and lowers wakeAt to its earliest
   * deadline. A round of the driver, once wakeAt has come: rings what is due, then looks. It also
   * looks when it has gone on no round for the idle time.
   * Invariants.  A1  outside of a look, wakeAt <= the deadline of each pending alarm whose schedule
   *                  has returned
   *              A2  no two stripes are locked at a time; nothing is rung under a lock
   *              A3  there is a driver if there is a pending alarm with a deadline whose schedule has
   *                  returned, unless a thread could not be started
   * Linearization points. schedule, cancel, and the end of being pending ("rang"): the critical
   * section in the alarm's stripe. All three decide on Alarm.index, so that of cancel and ring
   * exactly one takes a setting.
   * Why no alarm is overlooked (A1). schedule adds the alarm, then reads wakeAt. Take a raise of
   * wakeAt, and the driver's look into the alarm's stripe that follows it. If the alarm was there,
   * the driver lowers wakeAt for it. If it was not, its critical section comes after that of the
   * driver, so that schedule reads wakeAt as it was raised or later, and lowers it itself.
   * Why no alarm is left without a driver (A3). schedule adds the alarm, then reads driver. A driver
   * that is about to end writes null there, then looks into all stripes, and comes back if something
   * is pending, unless another is the driver by then; a thread that becomes the driver goes on a round
   * first. If the alarm was there, one of the two goes on with it. If it was not, schedule reads null
   * or a later driver: it starts one, or has to do with one for which A1 holds.
   * Why no wake-up is lost. The thread that lowers wakeAt unparks the driver afterwards; the driver
   * reads wakeAt after whatever park it returns from, before it parks again. If it read the old value,
   * the unpark is still to come, and leaves the permit.
   * Why wake-ups are rare. Cancelling does not raise wakeAt: the driver comes once for nothing, at
   * the deadline of an alarm that was cancelled, and until then later deadlines need no unpark. So
   * one wake-up serves all the timeouts that are set and cancelled meanwhile. While something is
   * pending there is one each idle time besides: else an alarm that was cancelled would keep the
   * driver until its deadline.
   * Failure.     A thread that lowered wakeAt and then did not unpark would make others count on a
   * wake-up that does not come: so the stack for both is probed before. A schedule that fails on the
   * way takes its alarm back, if there is stack for that; else it may stay, and ring late. If the
   * thread of the driver cannot be started, alarms that were set meanwhile in reliance on it are rung
   * after the next schedule that starts one. The driver survives whatever is thrown, and begins anew
   * with a round.
   */

  /** How long the driver stays when nothing is pending. */
  static final long IDLE_NANOS = 10_000_000_000L;

  private static final int MOST_STRIPES = 64;
  private static final long PAUSE_NANOS = 1_000_000;

  private final TimeSource time;
  private final AlarmStripe[] stripes;
  private final long idleNanos;
  private final ThreadFactory threads;
  private volatile @Nullable Thread driver;
  private volatile long wakeAt = TimeSource.FOREVER;
  private long lastNeeded;

  StripedScheduler(TimeSource time) {
    this(time, Math.min(MOST_STRIPES, 4 * Runtime.getRuntime().availableProcessors()));
  }

  StripedScheduler(TimeSource time, int stripes) {
    this(time, stripes, IDLE_NANOS, LibraryThreads.named("goprims-alarms"));
  }

  /** Rounds the number of stripes down to a power of two. */
  StripedScheduler(TimeSource time, int stripes, long idleNanos, ThreadFactory threads) {
    this.time = time;
    this.stripes = new AlarmStripe[Integer.highestOneBit(stripes)];
    this.idleNanos = idleNanos;
    this.threads = threads;
    for (int i = 0; i < this.stripes.length; i++) {
      this.stripes[i] = new AlarmStripe();
    }
  }

  @Override
  public boolean schedule(Alarm alarm, long deadline) {
    boolean wasPending = stripeOf(alarm).schedule(alarm, deadline);
    if (deadline < wakeAt || (driver == null && deadline != TimeSource.FOREVER)) {
      announce(alarm, deadline);
    }
    return wasPending;
  }

  @Override
  public boolean cancel(Alarm alarm) {
    return stripeOf(alarm).cancel(alarm);
  }

  private void announce(Alarm alarm, long deadline) {
    try {
      StackProbe.touch(StackProbe.ALARM);
      Thread ringer = driver;
      if (ringer == null) {
        ringer = start();
      }
      if (lowerWakeAt(deadline)) {
        LockSupport.unpark(ringer); // without a probe: it is a platform thread
      }
    } catch (Throwable failure) {
      cancel(alarm);
      throw failure;
    }
  }

  private Thread start() {
    StackProbe.touch(StackProbe.THREAD);
    for (; ; ) {
      Thread made = threads.newThread(new Driver());
      Thread other = (Thread) DRIVER.compareAndExchange(this, null, made);
      if (other != null) {
        return other;
      }
      try {
        made.start();
        return made;
      } catch (Throwable failure) {
        driver = null;
        throw failure;
      }
    }
  }

  /** Makes the first calls of all that {@link #schedule} and {@link #cancel} need. */
  static void warmUp(TimeSource time) {
    StripedScheduler scheduler = new StripedScheduler(time, 1);
    Thread ringer = scheduler.threads.newThread(scheduler.new Driver());
    scheduler.driver = ringer;
    Alarm alarm = new Silent();
    scheduler.schedule(alarm, 0);
    scheduler.stripeOf(alarm).takeDue(0);
    scheduler.look();
    scheduler.cancel(alarm);
    DRIVER.compareAndExchange(scheduler, null, null);
    Report unused = new Report(ringer, new Error("rehearsal"));
  }

  private static final class Silent extends Alarm {
    @Override
    protected void ring() {
      // Nobody wants to know.
    }
  }

  @Override
  public int pending() {
    int size = 0;
    for (AlarmStripe stripe : stripes) {
      size += stripe.size();
    }
    return size;
  }

  /** Whether there is a driver. */
  boolean isDriven() {
    return driver != null;
  }

  AlarmStripe stripeOf(Alarm alarm) {
    return stripes[alarm.home & (stripes.length - 1)];
  }

  /** Lowers wakeAt to {@code deadline}; false if it is that low already. */
  private boolean lowerWakeAt(long deadline) {
    for (long seen = wakeAt; deadline < seen; seen = wakeAt) {
      if (WAKE_AT.compareAndSet(this, seen, deadline)) {
        return true;
      }
    }
    return false;
  }

  /** What the thread does; not a lambda, the first use of which needs much stack. */
  private final class Driver implements Runnable {
    @Override
    public void run() {
      try {
        begin();
        while (stepOrEnd()) {
          // goes on
        }
      } finally {
        if (driver == Thread.currentThread()) {
          driver = null; // whatever has happened: the next schedule starts another
        }
      }
    }
  }

  /** Makes the driver go on a round, whatever wakeAt was when there was no driver. */
  private void begin() {
    lastNeeded = time.nanoTime();
    wakeAt = Long.MIN_VALUE; // which is to lower it, so that nobody has to be waited for
  }

  /** Whether the calling thread is the driver still. */
  private boolean stepOrEnd() {
    try {
      return step() || !end();
    } catch (Throwable failure) {
      report(failure);
      LockSupport.parkNanos(this, PAUSE_NANOS); // or it might find the same again and again
      return becomesDriver();
    }
  }

  private boolean becomesDriver() {
    Thread self = Thread.currentThread();
    Thread other = (Thread) DRIVER.compareAndExchange(this, null, self);
    if (other != null && other != self) {
      return false;
    }
    begin();
    return true;
  }

  /**
   * What the driver does again and again: parks until wakeAt, or goes on a round.
   *
   * @return false if it has had nothing to do for the idle time
   */
  boolean step() {
    long next = wakeAt;
    long now = time.nanoTime();
    if (next <= now) {
      lastNeeded = now;
      ringDue(now);
      look();
    } else if (now - lastNeeded < idleNanos) {
      time.parkUntil(this, Math.min(next, lastNeeded + idleNanos));
      Thread.interrupted(); // or the next park would not last
    } else {
      look();
      lastNeeded = now;
      return wakeAt != TimeSource.FOREVER;
    }
    return true;
  }

  /** Raises wakeAt as far as the stripes allow. */
  private void look() {
    wakeAt = TimeSource.FOREVER;
    for (AlarmStripe stripe : stripes) {
      lowerWakeAt(stripe.earliest());
    }
  }

  /**
   * Lets the driver be nobody, unless something is pending by now that needs the calling thread.
   */
  boolean end() {
    driver = null;
    for (AlarmStripe stripe : stripes) {
      if (stripe.earliest() != TimeSource.FOREVER) {
        return !becomesDriver(); // if there is another, that looks after this one wrote null
      }
    }
    return true;
  }

  private void ringDue(long now) {
    for (; ; ) {
      Alarm due = earliestStripe().takeDue(now);
      if (due == null) {
        return;
      }
      ring(due);
    }
  }

  /**
   * By hints: a deadline that is not seen yet has its turn in the next round, for the look before
   * that renews the hints.
   */
  private AlarmStripe earliestStripe() {
    AlarmStripe first = stripes[0];
    long earliest = first.earliestHint();
    for (int i = 1; i < stripes.length; i++) {
      long hint = stripes[i].earliestHint();
      if (hint < earliest) {
        earliest = hint;
        first = stripes[i];
      }
    }
    return first;
  }

  private static void ring(Alarm alarm) {
    try {
      alarm.ringNow();
    } catch (Throwable failure) {
      report(failure);
    }
  }

  /** Elsewhere, since a handler may be anybody's and need its time. */
  private static void report(Throwable failure) {
    try {
      Couriers.send(new Report(Thread.currentThread(), failure));
    } catch (Throwable ignored) {
      // There is nobody left to tell.
    }
  }

  private record Report(Thread driver, Throwable failure) implements Runnable {
    @Override
    public void run() {
      LibraryThreads.report(driver, failure);
    }
  }

  @Override
  public String toString() {
    return "alarms";
  }

  // VarHandle mechanics
  private static final VarHandle WAKE_AT = field("wakeAt", long.class);
  private static final VarHandle DRIVER = field("driver", Thread.class);

  private static VarHandle field(String name, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), name, VarHandle.class, StripedScheduler.class, type);
  }
}
