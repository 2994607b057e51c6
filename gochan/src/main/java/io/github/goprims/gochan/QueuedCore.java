package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The slow path that all kinds of channel share: Go's algorithm with two queues of waiters under a
 * lock. A subclass adds a fast path without the lock, and the hooks that shut it. (That of a timer
 * has no senders.)
 */
abstract class QueuedCore extends ChannelCore {
  /*
   * State.       this, as a lock     guards everything below
   *              senders, receivers  the blocked threads, in order of arrival: the first of each
   *                                  line
   *              toWake              those that the lock holder has settled, a chain: they are in no
   *                                  queue any more, and are woken after the unlock. A field, since
   *                                  one section can settle many, and take a value beside that.
   *                                  Empty whenever the lock is free, unless its holder ran out of
   *                                  stack: the next one then wakes them
   *              id                  zero until a select first asks; not under the lock
   * Way of a value to a blocked receiver: sendLocked, sendStep of the kind, settleReceiver, leave, and
   * after the unlock wake. Of one from a blocked sender: receiveLocked, receiveStep, settleSender, and
   * the same end.
   * Hooks, called with the lock held:
   *              sendStep     settles a receiver, or puts the value where one will find it; or shuts
   *                           the fast path of receivers, so that no room appears without the lock
   *              receiveStep  the mirror image: takes a value; or shuts the fast path of senders, so
   *                           that no value appears without the lock
   *              shutBoth     shuts both fast paths, and moves a waiter that is there to its queue;
   *                           answers how many values can be taken from now to the unlock, or more,
   *                           but counts the senders only up to the number given
   *              markClosed   with both fast paths shut: from now on the channel is closed
   *              relax        opens again what no queue keeps shut; last step before the unlock
   * Critical sections. They decide, and nothing else: exceptions are made and threads woken after
   * the unlock. (A waiter is made there, since only there it is known that one is needed.) So nobody
   * waits for the lock for longer than a few steps or a batch takes, or than the system takes the
   * processor from its holder; operations that "never wait" take it.
   * Why no wake-up is lost. A thread joins its queue in the critical section in which its hook has
   * shut the fast path of its counterparts. A counterpart came before the shutting, and the hook
   * saw what it did; or it comes after, has to take the lock, and finds the waiter.
   * Giving up. An interrupted or overdue thread settles its own waiter and then takes it out of the
   * queue. A thread that polls it in between fails to settle it and goes on to the next, so that
   * neither a value nor a wake-up goes to a thread that is leaving.
   * Closing detaches both queues, however long, in one step. Nobody joins them from then on, and the
   * waiters belong to the closing thread, which settles and wakes one by one without the lock. One
   * that gives up meanwhile finds the channel closed under the lock, and leaves the links alone.
   * A batch is taken like values one by one, in one critical section. Both fast paths being shut, no
   * receive, send or close comes in between. What may is the end of a wait: a blocked sender gives
   * up, or a select of which it is a case is chosen elsewhere. So for senders in the queue a batch is
   * a row of receives rather than one instant. Its section is as long as the batch, which therefore
   * has a bound: the only one that is not a few steps.
   * Out of stack or memory. A section that fails gives the lock back by a write to a field, which
   * cannot fail. It leaves the fast paths shut, perhaps, which sends the next comer to the lock and
   * to relax; it leaves its own waiter settled, if that was queued: the thread that polls it goes
   * on to the next. What must not come apart comes in falling order of the stack that it needs:
   * behind a compare-and-set (of the lock, or to settle) stands nothing but short calls, to change
   * a link.
   * Linearization points on this path. Hand-off: the settling of the partner's waiter. Without a
   * partner: that of the subclass. Close: markClosed.
   */

  private static final AtomicLong LAST_ID = new AtomicLong();

  /** What one thread takes under the lock, at some ten nanoseconds each. */
  static final int MOST_IN_A_BATCH = 1_024;

  /** How a step of a send came out: not possible without waiting. */
  static final int NOT_NOW = 0;

  /** The value is with a receiver, or where one will find it. */
  static final int SENT = 1;

  /** The channel is closed. */
  static final int CLOSED = 2;

  @Nullable ChanSendWait senders;
  @Nullable ChanReceiveWait receivers;
  private @Nullable ChannelWaiter toWake;
  private volatile long id;

  /** The first that has to wait makes it, in races. */
  @Nullable WaitPolicy policy;

  QueuedCore() {
    TestKit.made(this);
  }

  /** The place in the order in which a select locks several channels. */
  final long id() {
    long seen = id;
    if (seen == 0) {
      casId(LAST_ID.incrementAndGet()); // one of two selects wins; both must sort by the same id
      seen = id;
    }
    return seen;
  }

  /**
   * With the lock held: sends if that is possible at once.
   *
   * @return {@link #SENT}, {@link #NOT_NOW} for as long as the lock is held, or {@link #CLOSED}
   */
  abstract int sendStep(Object value);

  /** What threads that have to wait here do before they park. */
  final WaitPolicy policy() {
    WaitPolicy seen = policy;
    if (seen == null) {
      seen = newPolicy();
      policy = seen;
    }
    return seen;
  }

  WaitPolicy newPolicy() {
    return new WaitPolicy(true);
  }

  /** With the lock held: takes the next value; null if there is none, for as long as it is held. */
  abstract @Nullable Object receiveStep();

  abstract int shutBoth(int most);

  abstract void markClosed();

  abstract void relax();

  /** Whether the invariants hold; called with the lock held, after relax. */
  abstract boolean isConsistent();

  /**
   * Sends, or joins the queue. The wait is left to the caller, so that this method is not on the
   * stack of a thread that is parked.
   *
   * @return the waiter for {@link #awaitSend}; null if the value has been sent
   */
  final @Nullable ChanSendWait sendLocked(Object value) {
    int answer;
    ChanSendWait waiter = null;
    ChannelWaiter settled;
    lock();
    try {
      answer = sendStep(value);
      if (answer == NOT_NOW) { // and stays so up to the unlock: no receiver misses this waiter
        waiter = new ChanSendWait(this, value);
        senders = WaitQueue.add(senders, waiter);
      }
      settled = exit();
    } catch (Throwable failure) {
      if (waiter != null) {
        waiter.outcome = Waiter.INTERRUPTED; // it may be queued: a poll then goes on to the next
      }
      held = false; // a write to a field needs no stack
      throw failure;
    }
    wake(settled); // without the lock, since an unpark is long, and calls what is not ours
    if (answer == CLOSED) {
      throw sendOnClosed();
    }
    return waiter;
  }

  final boolean trySendLocked(Object value) {
    int answer;
    ChannelWaiter settled;
    lock();
    try {
      answer = sendStep(value);
      settled = exit();
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
    wake(settled);
    if (answer == CLOSED) {
      throw sendOnClosed();
    }
    return answer == SENT;
  }

  /**
   * Receives, or joins the queue; as in {@link #sendLocked}.
   *
   * @return the value, or the {@link ChanReceiveWait} for {@link #awaitReceive}; null if closed
   */
  final @Nullable Object receiveLocked() {
    Object value;
    ChanReceiveWait waiter = null;
    ChannelWaiter settled;
    lock();
    try {
      value = receiveStep();
      if (value == null && !isClosed()) { // up to the unlock, as in sendLocked
        waiter = new ChanReceiveWait(this);
        receivers = WaitQueue.add(receivers, waiter);
      }
      settled = exit();
    } catch (Throwable failure) {
      if (waiter != null) {
        waiter.outcome = Waiter.INTERRUPTED; // it may be queued: a poll then goes on to the next
      }
      held = false; // a write to a field needs no stack
      throw failure;
    }
    wake(settled);
    return waiter == null ? value : waiter;
  }

  final @Nullable Object tryReceiveLocked() {
    Object value;
    ChannelWaiter settled;
    lock();
    try {
      value = receiveStep();
      settled = exit();
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
    wake(settled);
    return value;
  }

  @Override
  List<Object> tryReceiveMany(int max) {
    Batch batch = null;
    ChannelWaiter settled;
    StackProbe.touch(StackProbe.WAKE_ALL); // what is taken now shall not be lost for lack of it
    lock();
    try {
      int most = Math.min(max, MOST_IN_A_BATCH);
      batch = new Batch(Math.min(most, shutBoth(most)));
      while (batch.count < batch.values.length) {
        Object value = receiveStep();
        if (value == null) {
          break;
        }
        batch.values[batch.count] = value;
        batch.count++;
      }
      settled = leave();
    } catch (Throwable failure) {
      if (batch == null || batch.count == 0 || !(failure instanceof VirtualMachineError)) {
        throw failure; // nothing has been taken, or it is a fault of ours
      }
      return batch; // the next lock holder wakes those that this one has settled
    } finally {
      held = false;
    }
    wake(settled);
    return batch;
  }

  @Override
  final boolean close() {
    boolean closing;
    ChanReceiveWait blockedReceivers = null;
    ChanSendWait blockedSenders = null;
    ChannelWaiter settled;
    lock();
    try {
      shutBoth(0); // all waiters are in a queue now
      closing = !isClosed();
      if (closing) {
        if (receivers != null || senders != null) {
          // The wake-ups that are promised now shall not lack it.
          StackProbe.touch(StackProbe.WAKE_ALL);
        }
        markClosed();
        blockedReceivers = receivers;
        blockedSenders = senders;
        receivers = null; // in one step: the section stays short
        senders = null;
      }
      settled = leave();
    } finally {
      held = false;
    }
    wake(settled);
    try {
      WaitQueue.settleAll(blockedReceivers, ChannelWaiter.CLOSED);
    } finally {
      WaitQueue.settleAll(blockedSenders, ChannelWaiter.CLOSED);
    }
    return closing;
  }

  /** Settles the first receiver that still waits, with this value; false if there is none. */
  final boolean settleReceiver(Object value) {
    for (ChanReceiveWait waiter = receivers; waiter != null; waiter = receivers) {
      receivers = WaitQueue.remove(waiter, waiter);
      if (waiter.settleOwner(value)) { // else it has given up, or its select went elsewhere
        toWake = WaitQueue.chain(waiter, toWake);
        return true;
      }
    }
    return false;
  }

  /** Settles the first sender that still waits, and takes its value; null if there is none. */
  final @Nullable Object settleSender() {
    for (ChanSendWait waiter = senders; waiter != null; waiter = senders) {
      senders = WaitQueue.remove(waiter, waiter);
      Object value = waiter.value; // before the settling, after which its thread may go on
      if (waiter.settleOwner(value)) {
        toWake = WaitQueue.chain(waiter, toWake);
        return value;
      }
    }
    return null;
  }

  /**
   * The last step of a critical section: the lock is then free to be given back.
   *
   * @return those that the caller has to {@link #wake} when it holds no lock any more
   */
  final @Nullable ChannelWaiter leave() {
    relax();
    assert isConsistent() : this;
    ChannelWaiter settled = toWake; // nothing fails from here on: none of them is lost
    toWake = null;
    return settled;
  }

  /**
   * The last step and the unlock in one, for where each nanosecond counts: an unlock by release
   * needs no fence. After a failure the lock is still held.
   */
  final @Nullable ChannelWaiter exit() {
    ChannelWaiter settled = leave();
    try {
      unlock();
    } catch (Error outOfStack) {
      held = false;
    }
    return settled;
  }

  /** Wakes those that were settled in a critical section that has ended. */
  final void wake(@Nullable ChannelWaiter settled) {
    wakeAll(settled);
    tellFirst();
  }

  static void wakeAll(@Nullable ChannelWaiter settled) {
    for (ChannelWaiter waiter = settled; waiter != null; ) {
      assert waiter.owner.isSettled();
      ChannelWaiter rest = WaitQueue.unchain(waiter);
      waiter.owner.wake();
      waiter = rest;
    }
  }

  /** Tells the first in line that it is, where that makes a difference to it. Without the lock. */
  void tellFirst() {
    // Only on a timer has the first more to do than the others.
  }

  /** Waits for the end of a send that others can see; false if it timed out. */
  final boolean awaitSend(ChanSendWait waiter, long deadline) throws InterruptedException {
    Object outcome;
    try {
      outcome = waiter.await(deadline);
    } catch (Throwable failure) {
      waiter.outcome = Waiter.INTERRUPTED; // nobody may settle it from now on; then it leaves
      withdraw(waiter);
      throw failure;
    }
    if (outcome == ChannelWaiter.CLOSED) {
      throw sendOnClosed();
    }
    return !gaveUp(outcome, waiter);
  }

  /** Waits for the end of a receive that others can see; null if closed or timed out. */
  final @Nullable Object awaitReceive(ChanReceiveWait waiter, long deadline)
      throws InterruptedException {
    Object outcome;
    try {
      outcome = waiter.await(deadline);
    } catch (Throwable failure) {
      waiter.outcome = Waiter.INTERRUPTED; // as in awaitSend
      withdraw(waiter);
      throw failure;
    }
    return outcome == ChannelWaiter.CLOSED || gaveUp(outcome, waiter) ? null : outcome;
  }

  /** Whether the waiter timed out; it is then in no queue. If interrupted, throws. */
  private boolean gaveUp(Object outcome, ChannelWaiter waiter) throws InterruptedException {
    if (outcome != Waiter.INTERRUPTED && outcome != Waiter.TIMED_OUT) {
      return false;
    }
    withdraw(waiter);
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    return true;
  }

  /** Takes a waiter that is settled out of where it waits, unless somebody has done so. */
  void withdraw(ChannelWaiter waiter) {
    removeQueued(waiter);
  }

  /** Takes a waiter that is settled out of the queue, unless somebody has done so. */
  final void removeQueued(ChannelWaiter waiter) {
    ChannelWaiter settled;
    lock();
    try {
      if (!isClosed()) { // else the links are the closing thread's
        if (waiter instanceof ChanSendWait sender) {
          senders = WaitQueue.remove(senders, sender);
        } else if (waiter instanceof ChanReceiveWait receiver) {
          receivers = WaitQueue.remove(receivers, receiver);
        }
      }
      settled = leave();
    } finally {
      held = false;
    }
    wake(settled);
  }

  private void casId(long first) {
    ID.compareAndSet(this, 0L, first);
  }

  // VarHandle mechanics
  private static final VarHandle ID =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "id", VarHandle.class, QueuedCore.class, long.class);
}
