package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when the test says so. Starts at 2000-01-01T00:00:00Z.
 *
 * <p>It counts for the thread that {@linkplain #install installs} it and for the threads that are
 * started from there on by that thread or its descendants; every other thread keeps the machine's
 * time. So tests that need real time run beside those that do not, without a lock between them, and
 * a thread that one test left behind cannot disturb the next. (An injected source is seen by the
 * whole JVM; this one asks an inheritable thread-local whom it is talking to.)
 */
public final class ManualTime implements TimeSource, AutoCloseable {

  private static final Instant ORIGIN = Instant.parse("2000-01-01T00:00:00Z");

  private static final InheritableThreadLocal<@Nullable ManualTime> CURRENT =
      new InheritableThreadLocal<>();

  // The injection that all manual times share; guarded by the class.
  private static int installed;
  private static @Nullable Injected injected;

  private record Sleeper(Thread thread, long deadline) {}

  private record Setting(Alarm alarm, long deadline) {}

  // Monitors, not locks, guard these: a thread that comes to park must not park for anything else
  // on the way, or that would use up the wake-up it is meant to get.
  private final List<Sleeper> sleepers = new ArrayList<>();
  private final List<Setting> settings = new ArrayList<>();
  private final Scheduler scheduler = new ManualScheduler();
  private Duration ahead = Duration.ZERO;
  private long goal;
  private volatile long
      now; // read without the monitor, since that may be under a lock of a channel
  private long parks;
  private final LongAdder looks = new LongAdder();

  private final @Nullable ManualTime previous = CURRENT.get();

  private ManualTime() {}

  /** A new clock that counts for nobody, to be handed to whoever takes one; needs no close. */
  public static ManualTime make() {
    return new ManualTime();
  }

  /** Puts a new clock in the place of the machine's, for this thread and those it starts. */
  public static ManualTime install() {
    ManualTime time = new ManualTime();
    share();
    CURRENT.set(time);
    return time;
  }

  /** The clock that counts for the calling thread. */
  public static ManualTime installed() {
    ManualTime time = CURRENT.get();
    if (time == null) {
      throw new IllegalStateException("no manual time is installed");
    }
    return time;
  }

  /** Gives the calling thread its old time back; those it started keep this one. */
  @Override
  public void close() {
    if (previous == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(previous);
    }
    unshare();
  }

  private static synchronized void share() {
    if (installed == 0) {
      TimeSource system = TimeSource.current();
      injected =
          TimeSource.inject(
              () -> {
                ManualTime manual = CURRENT.get();
                return manual == null ? system : manual;
              });
    }
    installed++;
  }

  private static synchronized void unshare() {
    installed--;
    if (installed == 0 && injected != null) {
      injected.close();
      injected = null;
    }
  }

  /**
   * Moves the clock, wakes the threads whose deadline it reaches, and rings the alarms that are
   * due.
   *
   * <p>Alarms ring here, on the calling thread and without a lock, in the order of their deadlines
   * and then of their scheduling. While one rings, the clock shows its deadline, or what it shows
   * already if that is later. Alarms that are scheduled meanwhile take part. What a ring throws
   * ends the move there.
   *
   * @param step how far; zero rings what was due already when it was scheduled
   */
  public void advance(Duration step) {
    long end;
    synchronized (this) {
      goal = Math.addExact(goal, step.toNanos());
      end = goal;
    }
    for (Alarm due = next(end); due != null; due = next(end)) {
      due.ringNow();
    }
  }

  /** Moves the clock, and nobody has noticed yet: wakes no thread and rings no alarm. */
  public synchronized void advanceUnnoticed(Duration step) {
    goal = Math.addExact(goal, step.toNanos());
    now = Math.max(now, goal);
  }

  /** Moves the clock to the next alarm due and takes that, or else to the end. */
  private synchronized @Nullable Alarm next(long end) {
    Setting first = settings.stream().min(Comparator.comparingLong(Setting::deadline)).orElse(null);
    boolean due = first != null && first.deadline <= end && first.deadline != FOREVER;
    now = Math.max(now, due ? first.deadline : end);
    for (Sleeper sleeper : sleepers) {
      if (sleeper.deadline <= now) {
        LockSupport.unpark(sleeper.thread);
      }
    }
    if (!due) {
      return null;
    }
    settings.remove(first);
    return first.alarm;
  }

  /**
   * Wakes a thread that waits for this clock for no reason, as the JVM may do, and waits until it
   * waits again.
   */
  public void nudge(Thread sleeper) {
    long before = parks();
    LockSupport.unpark(sleeper);
    Await.until(
        () -> Await.describe(sleeper) + "\nwaits again",
        () -> {
          if (!sleeper.isAlive()) {
            throw new AssertionError(sleeper.getName() + " took the nudge for the end");
          }
          return parks() > before;
        });
  }

  /** Waits until exactly {@code count} threads wait for this clock. */
  public void awaitSleepers(int count) {
    Await.until(count + " threads waiting for the manual time", () -> sleepers() == count);
  }

  /** How many threads wait for this clock. */
  public synchronized int sleepers() {
    return sleepers.size();
  }

  /** How often threads have come to wait for this clock. */
  public synchronized long parks() {
    return parks;
  }

  @Override
  public long nanoTime() {
    looks.increment();
    return now;
  }

  /** How often somebody has looked at this clock. */
  public long looks() {
    return looks.sum();
  }

  @Override
  public synchronized Instant instant() {
    return ORIGIN.plus(ahead).plusNanos(now);
  }

  /** Sets the wall clock forward, or back: what {@link #nanoTime} counts does not notice. */
  public synchronized void setWallClock(Duration forward) {
    ahead = ahead.plus(forward);
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    if (deadline == FOREVER) { // no advance wakes it
      LockSupport.park(blocker);
      return;
    }
    Sleeper sleeper = new Sleeper(Thread.currentThread(), deadline);
    synchronized (this) {
      if (deadline <= now) {
        return;
      }
      sleepers.add(sleeper);
      parks++;
    }
    // An advance from here on leaves the permit, so that this park returns.
    LockSupport.park(blocker);
    synchronized (this) {
      sleepers.remove(sleeper);
    }
  }

  /** Alarms ring when {@link #advance} reaches them. */
  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  /** How many alarms are pending. */
  public synchronized int alarms() {
    return settings.size();
  }

  private final class ManualScheduler implements Scheduler {

    @Override
    public boolean schedule(Alarm alarm, long deadline) {
      synchronized (ManualTime.this) {
        boolean wasPending = cancel(alarm);
        settings.add(new Setting(alarm, deadline));
        return wasPending;
      }
    }

    @Override
    public boolean cancel(Alarm alarm) {
      synchronized (ManualTime.this) {
        return settings.removeIf(setting -> setting.alarm == alarm);
      }
    }

    @Override
    public int pending() {
      return alarms();
    }
  }
}
