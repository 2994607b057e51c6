package io.github.goprims.gochan.internal;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Rings all alarms from one daemon thread, the driver, which is started by the first that has a
 * deadline. The alarms are kept in stripes, so that threads which set them side by side do not wait
 * for each other.
 */
final class StripedScheduler implements Scheduler {
  /*
   * State.       stripes  the pending alarms: one heap and one lock each; an alarm stays with the
   *                       stripe of the thread that made it
   *              wakeAt   when the driver is going to look at the stripes; lowered by everybody,
   *                       raised by the driver alone, at the end of a round
   * A round of the driver, once wakeAt has come: rings what is due, raises wakeAt to FOREVER, locks
   * each stripe in turn and lowers wakeAt to its earliest deadline.
   * Invariants.  A1  outside the end of a round, wakeAt <= the deadline of each pending alarm whose
   *                  schedule has returned
   *              A2  no two stripes are locked at a time; nothing is rung under a lock
   * Linearization points. schedule, cancel, and the end of being pending ("rang"): the critical
   * section in the alarm's stripe. All three decide on Alarm.index, so that of cancel and ring
   * exactly one takes a setting.
   * Why no alarm is overlooked (A1). schedule adds the alarm, then reads wakeAt. Take a raise of
   * wakeAt, and the driver's look into the alarm's stripe that follows it. If the alarm was there,
   * the driver lowers wakeAt for it. If it was not, its critical section comes after that of the
   * driver, so that schedule reads wakeAt as it was raised or later, and lowers it itself.
   * Why no wake-up is lost. Who lowers wakeAt unparks the driver afterwards; the driver reads wakeAt
   * after whatever park it returns from, before it parks again. If it read the old value, the unpark
   * is still to come, and leaves the permit.
   * Why wake-ups are rare. Cancelling does not raise wakeAt: the driver comes once for nothing, at
   * the deadline of an alarm that was cancelled, and until then later deadlines need no unpark. So
   * one wake-up serves all the timeouts that are set and cancelled meanwhile.
   */

  private static final int MOST_STRIPES = 64;

  private final TimeSource time;
  private final AlarmStripe[] stripes;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile @Nullable Thread driver;
  private volatile long wakeAt = TimeSource.FOREVER;

  StripedScheduler(TimeSource time) {
    this(time, Math.min(MOST_STRIPES, 4 * Runtime.getRuntime().availableProcessors()));
  }

  /** Rounds the number of stripes down to a power of two. */
  StripedScheduler(TimeSource time, int stripes) {
    this.time = time;
    this.stripes = new AlarmStripe[Integer.highestOneBit(stripes)];
    for (int i = 0; i < this.stripes.length; i++) {
      this.stripes[i] = new AlarmStripe();
    }
  }

  @Override
  public boolean schedule(Alarm alarm, long deadline) {
    if (deadline == TimeSource.FOREVER) {
      return stripeOf(alarm).schedule(alarm, deadline);
    }
    Thread ringer = driver;
    if (ringer == null) {
      ringer = start();
    }
    boolean wasPending = stripeOf(alarm).schedule(alarm, deadline);
    if (lowerWakeAt(deadline)) {
      Parking.unpark(ringer);
    }
    return wasPending;
  }

  @Override
  public boolean cancel(Alarm alarm) {
    return stripeOf(alarm).cancel(alarm);
  }

  /** Makes the first calls of all that {@link #schedule} and {@link #cancel} need. */
  static void warmUp(TimeSource time) {
    StripedScheduler scheduler = new StripedScheduler(time, 1);
    Alarm alarm =
        new Alarm() {
          @Override
          protected void ring() {
            // Is never rung.
          }
        };
    scheduler.schedule(alarm, TimeSource.FOREVER);
    AlarmStripe stripe = scheduler.stripeOf(alarm);
    stripe.schedule(alarm, 0);
    stripe.takeDue(0);
    stripe.earliest();
    scheduler.lowerWakeAt(0);
    Parking.unpark(Thread.currentThread());
    scheduler.cancel(alarm);
  }

  /** How many alarms have an entry. */
  int size() {
    int size = 0;
    for (AlarmStripe stripe : stripes) {
      size += stripe.size();
    }
    return size;
  }

  /** Whether the driver has been started. */
  boolean isDriven() {
    return driver != null;
  }

  private AlarmStripe stripeOf(Alarm alarm) {
    return stripes[alarm.home & (stripes.length - 1)];
  }

  /** Whether that made it lower. */
  private boolean lowerWakeAt(long deadline) {
    for (long seen = wakeAt; deadline < seen; seen = wakeAt) {
      if (WAKE_AT.compareAndSet(this, seen, deadline)) {
        return true;
      }
    }
    return false;
  }

  private Thread start() {
    starting.lock();
    try {
      Thread started = driver;
      if (started == null) {
        // Lives on when whoever needed it first is gone: so it takes nothing over from there.
        started =
            Thread.ofPlatform()
                .daemon()
                .name("goprims-alarms")
                .inheritInheritableThreadLocals(false)
                .start(this::drive);
        driver = started;
      }
      return started;
    } finally {
      starting.unlock();
    }
  }

  private void drive() {
    for (; ; ) {
      step();
    }
  }

  /** What the driver does for ever: parks until wakeAt, or goes on a round. */
  void step() {
    long next = wakeAt;
    long now = time.nanoTime();
    if (now < next) {
      time.parkUntil(this, next);
    } else {
      ringDue(now);
      wakeAt = TimeSource.FOREVER;
      for (AlarmStripe stripe : stripes) {
        lowerWakeAt(stripe.earliest());
      }
    }
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

  /** By hints: a deadline that is not seen yet has its turn in the next round. */
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

  private static void report(Throwable failure) {
    Thread driver = Thread.currentThread();
    try {
      driver.getUncaughtExceptionHandler().uncaughtException(driver, failure);
    } catch (Throwable ignored) {
      // A handler that fails is ignored, as the JVM does.
    }
  }

  @Override
  public String toString() {
    return "alarms";
  }

  // VarHandle mechanics
  private static final VarHandle WAKE_AT =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "wakeAt", VarHandle.class, StripedScheduler.class, long.class);
}
