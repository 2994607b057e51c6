package io.github.goprims.gochan.internal.waiting;

import org.jspecify.annotations.Nullable;

/** A waiter with a place in a {@link WaitQueue}. */
public abstract class QueuedWaiter extends Waiter {
  // Guarded by what guards the queue.
  @Nullable QueuedWaiter previous;
  @Nullable QueuedWaiter next;
  boolean queued;

  /** Whether it is in line; for a thread that holds what guards the line. */
  public final boolean isQueued() {
    return queued;
  }

  /** Ends the wait with {@code result}, unless it has ended already. Without locks. */
  protected void settleAndWake(Object result) {
    if (settle(result)) {
      wake();
    }
  }
}
