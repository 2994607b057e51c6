package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue of waiters that can all be released at once; also the lock that guards it.
 *
 * <p>They are taken out in one step, however many there are, and without memory: who comes later is
 * not among them, and nobody waits for the lock while they are woken one by one. A waiter that
 * gives up meanwhile sees by its generation that it is not in the queue any more, but released.
 */
final class LockedWaitQueue extends BackoffLock {

  private final WaitQueue<SyncWaiter> queue = new WaitQueue<>();

  /** How often all have been released; one that slept through 2^32 times is taken for present. */
  private int generation;

  /** Puts {@code waiter} at the end; for who holds the lock. */
  void add(SyncWaiter waiter) {
    waiter.generation = generation;
    queue.add(waiter);
  }

  /** Takes the waiter that came first; not for who holds the lock. */
  @Nullable SyncWaiter poll() {
    lock();
    try {
      return queue.poll();
    } finally {
      held = false;
    }
  }

  /**
   * Takes {@code waiter} out if it is still in, since it gives up; not for who holds the lock.
   *
   * @return false if it has been released with all others before
   */
  boolean remove(SyncWaiter waiter) {
    lock();
    try {
      boolean present = waiter.generation == generation;
      if (present) {
        queue.remove(waiter);
      }
      return present;
    } finally {
      held = false;
    }
  }

  /**
   * Releases all; for who holds the lock.
   *
   * @return the first of them, for {@link WaitQueue#settleAll} without the lock
   */
  @Nullable SyncWaiter detach() {
    generation++;
    return queue.detach();
  }
}
