package io.github.goprims.benchmarks;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/** What rings later unless it is cancelled, by the peers. */
public interface Timers {

  /** Sets a timer; the thread that rings runs {@code action} itself, unless told otherwise. */
  Object set(long delayNanos, Bell action);

  /** What is run: as it is by each peer, so that none has to wrap it. */
  interface Bell extends Runnable, Task {
    @Override
    void run();
  }

  /** Whether it had not rung. */
  boolean cancel(Object timer);

  static Timers open(String peer) {
    return switch (peer) {
      case "goprims" -> new Goprims();
      case "scheduler" -> new Alarms(TimeSource.current().scheduler());
      case "stpe" -> new Executor();
      case "agrona" -> new Wheel();
      default -> throw new IllegalArgumentException(peer + " has no timers");
    };
  }

  /** Function timers; the action runs in a goroutine of its own. */
  final class Goprims implements Timers {
    private Goprims() {}

    @Override
    public Object set(long delayNanos, Bell action) {
      return Timer.afterFunc(Duration.ofNanos(delayNanos), action);
    }

    @Override
    public boolean cancel(Object timer) {
      return ((Timer) timer).stop();
    }
  }

  /** The scheduler beneath function timers and deadlines. */
  final class Alarms implements Timers {
    private final Scheduler scheduler;

    private Alarms(Scheduler scheduler) {
      this.scheduler = scheduler;
    }

    private static final class Action extends Alarm {
      private final Bell action;

      Action(Bell action) {
        this.action = action;
      }

      @Override
      protected void ring() {
        action.run();
      }
    }

    @Override
    public Object set(long delayNanos, Bell action) {
      Action alarm = new Action(action);
      scheduler.schedule(alarm, TimeSource.current().nanoTime() + delayNanos);
      return alarm;
    }

    @Override
    public boolean cancel(Object timer) {
      return scheduler.cancel((Alarm) timer);
    }
  }

  /** The JDK's, with one thread, and told to remove what is cancelled. */
  final class Executor implements Timers {
    private final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());

    private Executor() {
      executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is returned, by another name
    public Object set(long delayNanos, Bell action) {
      return executor.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean cancel(Object timer) {
      return ((Future<?>) timer).cancel(false);
    }
  }

  /**
   * Agrona's wheel, which is for one thread: with a lock around it, a map from its numbers to the
   * actions, and a thread that looks once in a tick of about a millisecond.
   */
  final class Wheel implements Timers {
    private static final long TICK = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final DeadlineTimerWheel wheel =
        new DeadlineTimerWheel(TimeUnit.NANOSECONDS, System.nanoTime(), TICK, 1 << 12);
    private final Long2ObjectHashMap<Bell> actions = new Long2ObjectHashMap<>();

    private Wheel() {
      Thread.ofPlatform().daemon().start(this::drive);
    }

    @Override
    public Object set(long delayNanos, Bell action) {
      long deadline = System.nanoTime() + delayNanos;
      lock.lock();
      try {
        long timer = wheel.scheduleTimer(deadline);
        actions.put(timer, action);
        return timer;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean cancel(Object timer) {
      lock.lock();
      try {
        actions.remove((long) timer);
        return wheel.cancelTimer((long) timer);
      } finally {
        lock.unlock();
      }
    }

    private void drive() {
      for (; ; ) {
        LockSupport.parkNanos(TICK);
        long now = System.nanoTime();
        lock.lock();
        try {
          while (wheel.poll(now, this::ring, Integer.MAX_VALUE) > 0
              || wheel.currentTickTime() < now) {
            // Each poll goes on by one tick at the most.
          }
        } finally {
          lock.unlock();
        }
      }
    }

    private boolean ring(TimeUnit unit, long now, long timer) {
      actions.remove(timer).run();
      return true;
    }
  }
}
