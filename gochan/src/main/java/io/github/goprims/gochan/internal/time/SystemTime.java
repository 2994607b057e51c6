package io.github.goprims.gochan.internal.time;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's own clock, counted from the moment this class was loaded. */
final class SystemTime implements TimeSource {

  static final SystemTime INSTANCE = new SystemTime();

  private final long origin = System.nanoTime();

  private SystemTime() {}

  @Override
  public long nanoTime() {
    return System.nanoTime() - origin;
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    long remaining = deadline - nanoTime();
    if (remaining > 0) {
      LockSupport.parkNanos(blocker, remaining);
    }
  }

  @Override
  public boolean isSystemTime() {
    return true;
  }

  @Override
  public Scheduler scheduler() {
    return Alarms.SCHEDULER;
  }

  /** Apart, since the scheduler needs the instance of this class. */
  private static final class Alarms {
    static final Scheduler SCHEDULER = new StripedScheduler(INSTANCE);
  }
}
