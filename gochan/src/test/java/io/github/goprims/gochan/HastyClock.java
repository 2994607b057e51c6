package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Scheduler;
import io.github.goprims.gochan.internal.TimeSource;
import java.time.Instant;

/**
 * A clock that goes on by a nanosecond whenever somebody looks, each thread having its own. So a
 * wait for a nanosecond is over at its second look at the clock, and takes place none the less: who
 * comes in between finds somebody waiting.
 */
final class HastyClock implements TimeSource {

  private final ThreadLocal<long[]> now = ThreadLocal.withInitial(() -> new long[1]);

  /** Runs a test that lives by this clock. */
  static void rules(Runnable test) {
    HastyClock clock = new HastyClock();
    Injected injected = TimeSource.inject(() -> clock);
    try {
      test.run();
    } finally {
      injected.close();
    }
  }

  @Override
  public long nanoTime() {
    return now.get()[0]++;
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
    // Back at once, for no reason.
  }
}
