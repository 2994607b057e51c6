package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.AdaptiveSpin;
import io.github.goprims.gochan.internal.Waiter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The slow path that unbuffered and buffered channels share: Go's algorithm with two queues of
 * waiters under a lock. A subclass adds a fast path without the lock, and the hooks that shut it.
 */
abstract class QueuedCore extends Core {
  /*
   * State.       lock                guards everything below
   *              senders, receivers  the blocked threads, in order of arrival
   *              granted             whom the lock holder has settled and wakes after unlocking
   * Hooks, called with the lock held:
   *              enterQueueMode  from now to the unlock, who blocks does so in a queue
   *              insertOrShut    puts a value where a receiver will find it; or shuts the fast path
   *                              of receivers, so that no room appears without the lock
   *              removeOrShut    the mirror image: takes a value; or shuts the fast path of
   *                              senders, so that no value appears without the lock
   *              relax           opens again what no queue keeps shut; last step before the unlock
   * Why no wake-up is lost. A thread joins its queue in the critical section in which its hook has
   * shut the fast path of its counterparts. A counterpart came before the shutting, and the hook
   * saw what it did; or it comes after, has to take the lock, and finds the waiter.
   * Giving up. An interrupted or overdue thread settles its own waiter and then takes it out of the
   * queue. Who polls it in between fails to settle it and goes on to the next, so that neither a
   * value nor a wake-up goes to a thread that is leaving.
   * Linearization points on this path. Hand-off: the settling of the partner's waiter. Without a
   * partner: that of the subclass. Close: markClosed.
   */

  final ReentrantLock lock = new ReentrantLock();
  final WaitQueue<ChanSend> senders = new WaitQueue<>();
  final WaitQueue<ChanReceive> receivers = new WaitQueue<>();
  final AdaptiveSpin spin = new AdaptiveSpin();
  private @Nullable Waiter granted;

  abstract void enterQueueMode();

  abstract boolean insertOrShut(Object value);

  abstract @Nullable Object removeOrShut();

  abstract void markClosed();

  abstract void relax();

  /** Takes a waiter out of the place where it waits without being queued, if it is there. */
  abstract boolean withdrawFast(ChannelWaiter waiter);

  /** Whether the invariants hold; called with the lock held, after relax. */
  abstract boolean isConsistent();

  final boolean sendLocked(Object value, long deadline) throws InterruptedException {
    ChanSend waiter;
    lock.lock();
    try {
      if (sendStep(value)) {
        return true;
      }
      waiter = new ChanSend(this, value);
      senders.add(waiter);
    } finally {
      leave();
    }
    return awaitSend(waiter, deadline);
  }

  final boolean trySendLocked(Object value) {
    lock.lock();
    try {
      return sendStep(value);
    } finally {
      leave();
    }
  }

  final @Nullable Object receiveLocked(long deadline) throws InterruptedException {
    ChanReceive waiter;
    lock.lock();
    try {
      enterQueueMode();
      Object value = removeOrShut();
      if (value != null || isClosed()) {
        return value;
      }
      waiter = new ChanReceive(this);
      receivers.add(waiter);
    } finally {
      leave();
    }
    return awaitReceive(waiter, deadline);
  }

  final @Nullable Object tryReceiveLocked() {
    lock.lock();
    try {
      enterQueueMode();
      return removeOrShut();
    } finally {
      leave();
    }
  }

  @Override
  final boolean close() {
    lock.lock();
    try {
      enterQueueMode();
      if (isClosed()) {
        return false;
      }
      markClosed();
      closeAll(receivers);
      closeAll(senders);
      return true;
    } finally {
      leave();
    }
  }

  private static void closeAll(WaitQueue<?> queue) {
    for (ChannelWaiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
      if (waiter.grantClosed()) {
        waiter.owner.wake();
      }
    }
  }

  /** Hands the value to the first receiver that still waits, else to the subclass. */
  private boolean sendStep(Object value) {
    enterQueueMode();
    if (isClosed()) {
      throw sendOnClosed();
    }
    for (ChanReceive waiter = receivers.poll(); waiter != null; waiter = receivers.poll()) {
      if (waiter.grant(value)) {
        granted = waiter.owner;
        return true;
      }
    }
    return insertOrShut(value);
  }

  /** Completes the first send that still waits; the caller has to pass its value on. */
  final @Nullable ChanSend grantSender() {
    for (ChanSend waiter = senders.poll(); waiter != null; waiter = senders.poll()) {
      if (waiter.grant()) {
        granted = waiter.owner;
        return waiter;
      }
    }
    return null;
  }

  /** Ends every critical section. */
  private void leave() {
    relax();
    assert isConsistent() : this;
    Waiter partner = granted;
    granted = null;
    lock.unlock();
    if (partner != null) {
      partner.wake();
    }
  }

  /** Waits for the end of a send that others can see; false if it timed out. */
  final boolean awaitSend(ChanSend waiter, long deadline) throws InterruptedException {
    Object outcome = waiter.await(deadline);
    if (outcome == waiter) {
      if (waiter.closed) {
        throw sendOnClosed();
      }
      return true;
    }
    withdraw(waiter, senders);
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    return false;
  }

  /** Waits for the end of a receive that others can see; null if closed or timed out. */
  final @Nullable Object awaitReceive(ChanReceive waiter, long deadline)
      throws InterruptedException {
    Object outcome = waiter.await(deadline);
    if (outcome == waiter) {
      return waiter.value; // null if closed
    }
    withdraw(waiter, receivers);
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    return null;
  }

  private <W extends ChannelWaiter> void withdraw(W waiter, WaitQueue<W> queue) {
    if (withdrawFast(waiter)) {
      return;
    }
    lock.lock();
    try {
      queue.remove(waiter);
    } finally {
      leave();
    }
  }
}
