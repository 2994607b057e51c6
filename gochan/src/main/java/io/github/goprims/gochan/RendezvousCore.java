package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** An unbuffered channel: each send meets a receive. */
final class RendezvousCore extends QueuedCore {
  /*
   * Idea.        As long as at most one thread waits, it waits in the slot: one compare-and-set to
   *              sit down, one to be taken out. Whatever needs more than that (a second waiter, a
   *              close) switches the slot to QUEUE, and the two queues of QueuedCore take over
   *              until they are empty.
   * State.       slot    null | the one waiter | QUEUE
   *              closed  written under the lock, with slot == QUEUE
   * Transitions of slot.
   *              null   -> waiter   by the waiter, no lock
   *              waiter -> null     once it is settled: by the counterpart, by itself having given
   *                                 up, or by a newcomer that wants the slot; no lock
   *              null   -> QUEUE    by a lock holder
   *              waiter -> QUEUE    by a lock holder, who appends the waiter to its queue unless it
   *                                 is settled
   *              QUEUE  -> null     by a lock holder, with both queues empty and not closed
   * Invariants, whenever the lock is free.
   *              I1  slot == QUEUE exactly if a queue is not empty or the channel is closed
   *              I2  if both queues have waiters that are not settled, all those are cases of one
   *                  select, which does not meet itself
   * Linearization points. Hand-off: the settling of the waiter that was there first. A try that
   * fails: the read of slot, or the critical section. Close: the write of closed.
   * Settling comes before vacating: a waiter that is in neither the slot nor a queue is settled, so
   * that a try which finds nobody is right. A counterpart may settle a waiter that it saw in the slot
   * after a lock holder has moved it to its queue, where it is the first, and then removes it.
   * Why no match is missed. A thread sits down by a compare-and-set from null, so there was no
   * counterpart in the slot at that instant, and none in the queues by I1. Between enterQueueMode
   * and the end of the critical section the slot stays QUEUE: if relax ran in between, a
   * counterpart could sit down in the slot unseen.
   * Close. A counterpart that saw the waiter in the slot before the close may settle it after, until
   * the closing thread does: the hand-off then counts as before the close. Between the two nobody
   * else can have been served, since the channel was closed.
   * Out of stack. A waiter that is settled and still in the slot, or a slot that stays QUEUE with
   * empty queues, is in nobody's way: the next comer vacates the one and, by the lock, relaxes the
   * other. The partner is woken even if vacating fails.
   */

  private static final Sentinel QUEUE = new Sentinel("queue mode");

  private volatile @Nullable Object slot;
  private volatile boolean closed;

  @Override
  boolean send(Object value, long deadline) throws InterruptedException {
    for (; ; ) {
      Object seen = slot;
      if (seen == null) {
        ChanSendWait waiter = new ChanSendWait(this, value); // before others can see it
        int looks = policy().looks(); // as well, since it may allocate
        if (casSlot(null, waiter)) { // from null: no counterpart is there, nor in a queue (I1)
          waiter.look(policy(), looks);
          return awaitSend(waiter, deadline);
        }
      } else if (seen instanceof ChanSendWait sender && sender.isSettled()) {
        casSlot(sender, null); // it is leaving: the next to want the slot vacates it
      } else if (!(seen instanceof ChanReceiveWait receiver)) {
        // Queue mode, or a second sender, which starts it.
        ChanSendWait waiter = sendLocked(value);
        return waiter == null || awaitSend(waiter, deadline);
      } else if (settleInSlot(receiver, value)) {
        return true;
      }
    }
  }

  @Override
  boolean trySend(Object value) {
    for (; ; ) {
      Object seen = slot;
      if (seen == QUEUE) {
        return trySendLocked(value);
      }
      if (!(seen instanceof ChanReceiveWait receiver)) {
        return false; // at the read of slot no receiver waited: the queues are empty by I1
      }
      if (settleInSlot(receiver, value)) {
        return true;
      } // else it gave up or went elsewhere: look again
    }
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    for (; ; ) {
      Object seen = slot;
      if (seen == null) {
        ChanReceiveWait waiter = new ChanReceiveWait(this); // before others can see it
        int looks = policy().looks(); // as in send
        if (casSlot(null, waiter)) { // from null, as in send
          waiter.look(policy(), looks);
          return awaitReceive(waiter, deadline);
        }
      } else if (seen instanceof ChanReceiveWait receiver && receiver.isSettled()) {
        casSlot(receiver, null); // as in send
      } else if (!(seen instanceof ChanSendWait sender)) {
        Object end = closed ? null : receiveLocked();
        return end instanceof ChanReceiveWait waiter ? awaitReceive(waiter, deadline) : end;
      } else if (settleInSlot(sender, sender.value)) {
        return sender.value;
      }
    }
  }

  @Override
  @Nullable Object tryReceive() {
    for (; ; ) {
      Object seen = slot;
      if (seen == QUEUE) {
        return closed ? null : tryReceiveLocked();
      }
      if (!(seen instanceof ChanSendWait sender)) {
        return null; // as in trySend
      }
      if (settleInSlot(sender, sender.value)) {
        return sender.value;
      }
    }
  }

  /** Settles a waiter seen in the slot, unless its wait has ended; in any case vacates. */
  boolean settleInSlot(ChannelWaiter waiter, Object value) {
    boolean settled = waiter.settle(value); // before vacating: what is in no place is settled
    try {
      // Exchange, since a failure has to say why: if null or another waiter, somebody has vacated.
      if (exchangeSlot(waiter, null) == QUEUE) {
        removeQueued(waiter); // a lock holder may have moved it before it was settled
      }
    } finally { // the value is with it: it must learn that, whatever failed here
      if (settled) {
        waiter.wake();
      }
    }
    return settled;
  }

  /** With the lock held: from now to the unlock, threads that block do so in a queue. */
  private void enterQueueMode() {
    for (Object seen = slot; seen != QUEUE; seen = slot) {
      if (casSlot(seen, QUEUE)) { // from here to relax nobody sits down in the slot
        // One that settles between this look and the add stays there until it leaves or is polled.
        if (seen instanceof ChanSendWait sender && !sender.isSettled()) {
          senders = WaitQueue.add(senders, sender);
        } else if (seen instanceof ChanReceiveWait receiver && !receiver.isSettled()) {
          receivers = WaitQueue.add(receivers, receiver);
        }
      }
    }
  }

  @Override
  int sendStep(Object value) {
    enterQueueMode();
    if (closed) {
      return CLOSED;
    }
    return settleReceiver(value) ? SENT : NOT_NOW;
  }

  @Override
  @Nullable Object receiveStep() {
    enterQueueMode();
    return settleSender();
  }

  @Override
  int shutBoth(int most) {
    enterQueueMode();
    return WaitQueue.count(senders, most);
  }

  @Override
  void markClosed() {
    closed = true;
  }

  @Override
  void relax() {
    if (slot == QUEUE && senders == null && receivers == null && !closed) { // I1
      slotRelease(null); // a holder is the only writer now; the next one sees it by the lock
    }
  }

  @Override
  void withdraw(ChannelWaiter waiter) {
    if (!casSlot(waiter, null)) {
      removeQueued(waiter); // it was moved, or somebody has vacated the slot for it
    }
  }

  @Override
  boolean isConsistent() {
    boolean queueMode = senders != null || receivers != null || closed;
    return (slot == QUEUE) == queueMode // I1
        && !canMeet(senders, receivers); // I2, of the first in line
  }

  /** The one that waits in the slot at this moment, for threads that only want to know. */
  @Nullable ChannelWaiter inSlot() {
    return slot instanceof ChannelWaiter waiter && !waiter.owner.isSettled() ? waiter : null;
  }

  private static boolean canMeet(
      @Nullable ChanSendWait sender, @Nullable ChanReceiveWait receiver) {
    return sender != null
        && receiver != null
        && sender.owner != receiver.owner
        && !sender.owner.isSettled()
        && !receiver.owner.isSettled();
  }

  @Override
  boolean isClosed() {
    return closed;
  }

  @Override
  boolean isDrained() {
    return closed;
  }

  @Override
  int length() {
    return 0;
  }

  @Override
  int capacity() {
    return 0;
  }

  private boolean casSlot(@Nullable Object expected, @Nullable Object update) {
    return SLOT.compareAndSet(this, expected, update);
  }

  private @Nullable Object exchangeSlot(Object expected, @Nullable Object update) {
    return SLOT.compareAndExchange(this, expected, update);
  }

  private void slotRelease(@Nullable Object update) {
    SLOT.setRelease(this, update);
  }

  // VarHandle mechanics
  private static final VarHandle SLOT =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "slot", VarHandle.class, RendezvousCore.class, Object.class);
}
