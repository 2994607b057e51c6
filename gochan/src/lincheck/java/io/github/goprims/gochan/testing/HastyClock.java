package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that goes on by a step whenever somebody looks, each thread having its own. So a wait for
 * a nanosecond is over at its second look at the clock, and takes place none the less: who comes in
 * between finds somebody waiting.
 */
public final class HastyClock implements TimeSource {

  private final ThreadLocal<long[]> now = ThreadLocal.withInitial(() -> new long[1]);
  private final long step;

  private HastyClock(long step) {
    this.step = step;
  }

  /** Runs a test that lives by this clock, in steps of a nanosecond. */
  public static void rules(Runnable test) {
    rules(Duration.ofNanos(1), test);
  }

  /** Runs a test that lives by this clock. */
  public static void rules(Duration step, Runnable test) {
    HastyClock clock = new HastyClock(step.toNanos());
    Injected injected = TimeSource.inject(() -> clock);
    try {
      test.run();
    } finally {
      injected.close();
    }
  }

  @Override
  public long nanoTime() {
    long[] mine = now.get();
    long seen = mine[0];
    mine[0] = seen + step;
    return seen;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH;
  }

  @Override
  public Scheduler scheduler() {
    throw new UnsupportedOperationException("no alarms here");
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    if (deadline == FOREVER) { // its time never comes
      LockSupport.park(blocker);
    } // else back at once, for no reason
  }
}
