package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The time of one bubble, for its members. */
final class BubbleTime implements TimeSource {

  private static final Instant ORIGIN = Instant.parse("2000-01-01T00:00:00Z");

  private final World world;

  BubbleTime(World world) {
    this.world = world;
  }

  @Override
  public long nanoTime() {
    return world.now();
  }

  @Override
  public Instant instant() {
    return ORIGIN.plusNanos(world.now());
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    Member member = Kit.member();
    if (member != null && member.world == world && blocker instanceof Waiter waiter) {
      world.park(member, waiter, deadline);
    } else {
      LockSupport.park(blocker); // has left the bubble: nothing of it waits for time
    }
  }

  @Override
  public Scheduler scheduler() {
    return world.alarms;
  }
}
