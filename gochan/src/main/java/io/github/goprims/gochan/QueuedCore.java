package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.AdaptiveSpin;
import io.github.goprims.gochan.internal.WaitQueue;
import io.github.goprims.gochan.internal.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
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
   *              id                  zero until a select first asks; not under the lock
   * Hooks, called with the lock held:
   *              enterQueueMode  from now to the unlock, who blocks does so in a queue; and who is
   *                              in one has been served if time alone can do that
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

  private static final AtomicLong LAST_ID = new AtomicLong();

  final ReentrantLock lock = new ReentrantLock();
  final WaitQueue<ChanSend> senders = new WaitQueue<>();
  final WaitQueue<ChanReceive> receivers = new WaitQueue<>();
  final AdaptiveSpin spin = new AdaptiveSpin();
  private @Nullable Waiter granted;
  private volatile long id;

  /** The place in the order in which a select locks several channels. */
  final long id() {
    long seen = id;
    if (seen == 0) {
      ID.compareAndSet(this, 0L, LAST_ID.incrementAndGet());
      seen = id;
    }
    return seen;
  }

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
      Object value = receiveStep();
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
      return receiveStep();
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

  private static void closeAll(WaitQueue<? extends ChannelWaiter> queue) {
    for (ChannelWaiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
      Waiter waiting = waiter.grant(ChannelWaiter.CLOSED);
      if (waiting != null) {
        waiting.wake();
      }
    }
  }

  /**
   * With the lock held: hands the value to the first receiver that still waits, else inserts it.
   */
  final boolean sendStep(Object value) {
    enterQueueMode();
    if (isClosed()) {
      throw sendOnClosed();
    }
    return grantReceiver(value) || insertOrShut(value);
  }

  /** With the lock held: takes the next value; null if there is none, for as long as it is held. */
  final @Nullable Object receiveStep() {
    enterQueueMode();
    return removeOrShut();
  }

  /** Completes the first receive that still waits, with this value; false if there is none. */
  final boolean grantReceiver(Object value) {
    for (ChanReceive waiter = receivers.poll(); waiter != null; waiter = receivers.poll()) {
      granted = waiter.grant(value);
      if (granted != null) {
        return true;
      }
    }
    return false;
  }

  /** Completes the first send that still waits, and takes its value; null if there is none. */
  final @Nullable Object grantSender() {
    for (ChanSend waiter = senders.poll(); waiter != null; waiter = senders.poll()) {
      Object value = waiter.value;
      granted = waiter.grant(value);
      if (granted != null) {
        return value;
      }
    }
    return null;
  }

  /** Wakes who has been settled, so that another can be settled before the lock is released. */
  final void wakeGranted() {
    Waiter partner = granted;
    granted = null;
    if (partner != null) {
      partner.wake();
    }
  }

  /** Ends every critical section. */
  final void leave() {
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
    if (outcome == ChannelWaiter.CLOSED) {
      throw sendOnClosed();
    }
    return !gaveUp(outcome, waiter, senders);
  }

  /** Waits for the end of a receive that others can see; null if closed or timed out. */
  final @Nullable Object awaitReceive(ChanReceive waiter, long deadline)
      throws InterruptedException {
    Object outcome = waiter.await(deadline);
    return outcome == ChannelWaiter.CLOSED || gaveUp(outcome, waiter, receivers) ? null : outcome;
  }

  /** Whether the waiter timed out; it is then in no queue. If interrupted, throws. */
  private <W extends ChannelWaiter> boolean gaveUp(Object outcome, W waiter, WaitQueue<W> queue)
      throws InterruptedException {
    if (outcome != Waiter.INTERRUPTED && outcome != Waiter.TIMED_OUT) {
      return false;
    }
    if (!withdrawFast(waiter)) {
      removeQueued(waiter, queue);
    }
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    return true;
  }

  /** Takes a waiter out of the queue; nobody will touch it any more when this returns. */
  final <W extends ChannelWaiter> void removeQueued(W waiter, WaitQueue<W> queue) {
    lock.lock();
    try {
      queue.remove(waiter);
    } finally {
      leave();
    }
  }

  // VarHandle mechanics
  private static final VarHandle ID =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "id", VarHandle.class, QueuedCore.class, long.class);
}
