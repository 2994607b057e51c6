package io.github.goprims.gochan.internal;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread for all alarms, which are kept in stripes so that schedulers do not queue up.
 */
final class StripedScheduler implements Scheduler {

  private final TimeSource time;
  private final AlarmStripe[] stripes;
  private final ReentrantLock startLock = new ReentrantLock();

  private volatile @Nullable Thread driver;
  private volatile long wakeAt = TimeSource.FOREVER;

  StripedScheduler(TimeSource time) {
    this(time, Math.min(64, 4 * Runtime.getRuntime().availableProcessors()));
  }

  StripedScheduler(TimeSource time, int stripes) {
    this.time = time;
    this.stripes = new AlarmStripe[Integer.highestOneBit(stripes)];
    for (int i = 0; i < this.stripes.length; i++) {
      this.stripes[i] = new AlarmStripe();
    }
  }

  @Override
  public void schedule(Alarm alarm, long deadline) {
    if (deadline != TimeSource.FOREVER && driver == null) {
      start();
    }
    stripeOf(alarm).schedule(alarm, deadline);
    lowerWakeAt(deadline);
  }

  @Override
  public boolean cancel(Alarm alarm) {
    return stripeOf(alarm).cancel(alarm);
  }

  private AlarmStripe stripeOf(Alarm alarm) {
    return stripes[alarm.home & (stripes.length - 1)];
  }

  private void lowerWakeAt(long deadline) {
    long seen = wakeAt;
    while (deadline < seen) {
      if (WAKE_AT.compareAndSet(this, seen, deadline)) {
        Thread thread = driver;
        if (thread != null) {
          Parking.unpark(thread);
        }
        return;
      }
      seen = wakeAt;
    }
  }

  private void start() {
    startLock.lock();
    try {
      if (driver == null) {
        Thread thread =
            Thread.ofPlatform()
                .daemon()
                .name("goprims-timers")
                .inheritInheritableThreadLocals(false)
                .unstarted(this::drive);
        thread.start();
        driver = thread;
      }
    } finally {
      startLock.unlock();
    }
  }

  private void drive() {
    for (; ; ) {
      long next = wakeAt;
      long now = time.nanoTime();
      if (now < next) {
        time.parkUntil(this, next);
      } else {
        wakeAt = TimeSource.FOREVER;
        ringAllDue(now);
        for (AlarmStripe stripe : stripes) {
          lowerWakeAt(stripe.earliest());
        }
      }
    }
  }

  private void ringAllDue(long now) {
    for (; ; ) {
      AlarmStripe first = stripes[0];
      long earliest = TimeSource.FOREVER;
      for (AlarmStripe stripe : stripes) {
        long hint = stripe.earliestHint();
        if (hint < earliest) {
          earliest = hint;
          first = stripe;
        }
      }
      Alarm due = first.pollDue(now);
      if (due == null) {
        return;
      }
      ring(due);
    }
  }

  private static void ring(Alarm alarm) {
    try {
      alarm.ring();
    } catch (Throwable failure) {
      report(failure);
    }
  }

  private static void report(Throwable failure) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable ignored) {
      // As the JVM does for a thread that ends.
    }
  }

  // VarHandle mechanics
  private static final VarHandle WAKE_AT =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "wakeAt", VarHandle.class, StripedScheduler.class, long.class);
}
