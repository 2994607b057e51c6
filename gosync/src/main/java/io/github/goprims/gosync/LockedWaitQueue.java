package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue of waiters that can all be detached at once; also the lock that guards it.
 *
 * <p>They are taken out in one step, however many there are, and without memory: a waiter that
 * comes later is not among them, and nobody waits for the lock while they are settled one by one. A
 * waiter that gives up meanwhile sees by its generation that it is not in the queue any more.
 */
final class LockedWaitQueue extends BackoffLock {

  /** Guarded by the lock, like all of this. */
  @Nullable SyncWaiter first;

  /** How often all were detached; a waiter that slept through 2^32 times seems to be present. */
  private int generation;

  /** Puts {@code waiter} at the end; for the thread that holds the lock. */
  void add(SyncWaiter waiter) {
    waiter.generation = generation;
    first = WaitQueue.add(first, waiter);
  }

  /** Takes the lock, and the waiter that came first out of the queue. */
  @Nullable SyncWaiter poll() {
    lock();
    try {
      SyncWaiter taken = first;
      if (taken != null) {
        first = WaitQueue.remove(taken, taken);
      }
      return taken;
    } finally {
      held = false;
    }
  }

  /**
   * Takes the lock, and {@code waiter}, which gives up, out of the queue if it is still in.
   *
   * @return false if it has been detached with all others
   */
  boolean remove(SyncWaiter waiter) {
    lock();
    try {
      // If it was detached, its links are those of the chain that another thread walks through.
      boolean present = waiter.generation == generation;
      if (present) {
        first = WaitQueue.remove(first, waiter);
      }
      return present;
    } finally {
      held = false;
    }
  }

  /**
   * Empties the queue; for the thread that holds the lock.
   *
   * @return the first of the waiters, for {@link WaitQueue#settleAll} without the lock
   */
  @Nullable SyncWaiter detach() {
    SyncWaiter all = first;
    first = null;
    generation++;
    return all;
  }
}
