package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BriefLock;
import io.github.goprims.gochan.internal.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue of waiters that can all be released at once; also the lock that guards it. In one step,
 * since that puts an empty queue in the place of theirs: who comes later is not among them. They
 * are then taken out of theirs one by one, so that the lock is never held for long.
 */
final class WaitLine extends BriefLock {

  private WaitQueue<LineWaiter> queue = new WaitQueue<>();

  /** Puts {@code waiter} at the end; for who holds the lock. */
  void add(LineWaiter waiter) {
    waiter.queue = queue;
    queue.add(waiter);
  }

  /** Takes the waiter that came first; not for who holds the lock. */
  @Nullable LineWaiter poll() {
    return poll(null);
  }

  /** Takes {@code waiter} out if it is still in; not for who holds the lock. */
  void remove(LineWaiter waiter) {
    lock();
    try {
      if (waiter.queue != null) {
        waiter.queue.remove(waiter);
      }
    } finally {
      unlock();
    }
  }

  /** Puts {@code empty} in the place of the queue there is; for who holds the lock. */
  WaitQueue<LineWaiter> replace(WaitQueue<LineWaiter> empty) {
    WaitQueue<LineWaiter> all = queue;
    queue = empty;
    return all;
  }

  /** Ends the waits in a queue that was replaced, in order; not for who holds the lock. */
  void release(WaitQueue<LineWaiter> all, Object outcome) {
    for (LineWaiter waiter = poll(all); waiter != null; waiter = poll(all)) {
      if (waiter.settle(outcome)) {
        waiter.wake();
      }
    }
  }

  private @Nullable LineWaiter poll(@Nullable WaitQueue<LineWaiter> replaced) {
    lock();
    try {
      return (replaced == null ? queue : replaced).poll();
    } finally {
      unlock();
    }
  }
}
