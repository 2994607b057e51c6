package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.internal.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  // Monitors, not locks, guard these: a thread that comes to park must not park for anything else
  // on the way, or that would use up the wake-up it is meant to get.
  private final List<Sleeper> sleepers = new ArrayList<>();
  private long now;
  private long parks;

  private final @Nullable ManualTime previous = CURRENT.get();

  private ManualTime() {}

  /** Puts a new clock in the place of the machine's, for this thread and those it starts. */
  public static ManualTime install() {
    ManualTime time = new ManualTime();
    share();
    CURRENT.set(time);
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

  /** Moves the clock, and wakes the threads whose deadline it has reached. */
  public synchronized void advance(Duration step) {
    now = Math.addExact(now, step.toNanos());
    for (Sleeper sleeper : sleepers) {
      if (sleeper.deadline <= now) {
        LockSupport.unpark(sleeper.thread);
      }
    }
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
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public Instant instant() {
    return ORIGIN.plusNanos(nanoTime());
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
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
}
