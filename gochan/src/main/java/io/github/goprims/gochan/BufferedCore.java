package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/** A buffered channel: a lock-free ring while nobody is blocked, the queues of QueuedCore else. */
class BufferedCore extends QueuedCore {
  /*
   * Idea.        Senders and receivers that need not wait meet in the ring and take no lock. A
   *              blocked sender keeps the ring's takers shut out, a blocked receiver its putters:
   *              the other side then comes through the lock and serves the blocked first. A blocked
   *              sender needs the ring full and a blocked receiver needs it empty, and both last
   *              exactly because the side that could end them is shut out.
   * Two rings.  While one processor runs senders and receivers in turns, one small ring does. Once a
   *              look at it has paid, each side gets one of its own (part), so that neither needs the
   *              cache lines of the other for a value. "The ring" below is both of them.
   * Invariants, whenever the lock is free.
   *              I1  takers shut out exactly if senders is not empty; then the ring is full
   *              I2  putters shut out exactly if receivers is not empty; then the ring is empty
   *              I3  once the ring is closed both queues are empty
   *              I4  never both queues not empty (from I1 and I2, capacity being at least 1)
   * Linearization points. Those of Ring; hand-off: the settling of the receiver. A blocked send
   * whose value moves into the ring: the settling of the sender; that the ring changes a moment
   * later is seen by nobody, since it is full and its takers are shut out.
   * Out of stack. A gate that stays shut though its queue is empty sends the next comer to the lock,
   * and so to relax.
   */

  private static final int LONGEST_PAUSE = 32;

  /** The ring as putters use it; the same as that of the takers until both sides {@link #part}. */
  private volatile Ring putters;

  private volatile Ring takers;

  /** Whether a look has paid: then senders and receivers run on two processors. Racy. */
  private boolean sidesMeet;

  BufferedCore(int capacity) {
    putters = new Ring(capacity);
    takers = putters;
  }

  @Override
  boolean send(Object value, long deadline) throws InterruptedException {
    int answer = putters.offer(value);
    if (answer == Ring.FULL) { // SHUT is for the lock: receivers wait there, or it is closed
      answer = offerSpinning(value);
    }
    ChanSendWait waiter = answer == Ring.DONE ? null : sendLocked(value);
    return waiter == null || awaitSend(waiter, deadline);
  }

  /** Looks for room for a moment, but not past senders that wait already. */
  private int offerSpinning(Object value) {
    partIfMet(); // allocates, so it comes before anything is done
    Ring ring = putters;
    int answer = Ring.FULL;
    int rounds = takers.areTakersShut() ? 0 : policy().looks();
    int pause = Math.min(2 * ring.capacity(), LONGEST_PAUSE);
    int round = 0;
    for (; round < rounds && answer == Ring.FULL; round += pause) {
      pause(pause);
      answer = ring.offer(value);
    }
    if (rounds > 0) {
      learn(answer == Ring.DONE, round);
    }
    return answer;
  }

  @Override
  boolean trySend(Object value) {
    int answer = putters.offer(value);
    return answer == Ring.SHUT ? trySendLocked(value) : answer == Ring.DONE;
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    Object value = takers.poll();
    if (value == null) {
      if (isDrained()) {
        return null; // closed for good, so that empty is for good as well
      }
      value = pollSpinning();
    }
    if (value != null && value != Ring.NOT_NOW) {
      return value;
    }
    Object end = receiveLocked();
    return end instanceof ChanReceiveWait waiter ? awaitReceive(waiter, deadline) : end;
  }

  /** Looks for a value for a moment, but not past receivers that wait already. */
  private @Nullable Object pollSpinning() {
    partIfMet(); // as in offerSpinning
    Ring ring = takers;
    Object value = null;
    int rounds = putters.arePuttersShut() ? 0 : policy().looks();
    int pause = Math.min(2 * ring.capacity(), LONGEST_PAUSE);
    int round = 0;
    for (; round < rounds && value == null; round += pause) {
      pause(pause);
      value = ring.poll();
    }
    if (rounds > 0) {
      learn(value != null, round);
    }
    return value;
  }

  /**
   * Between two looks at the ring. To look is to take the cache line from the thread that is
   * filling or emptying it; in the meantime it gets a batch done that is worth taking. A small
   * buffer has no batches.
   */
  private static void pause(int spins) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }

  private void learn(boolean paid, int rounds) {
    if (paid) {
      if (!sidesMeet) {
        sidesMeet = true;
      }
      policy().hit();
    } else {
      policy().miss(rounds);
    }
  }

  private void partIfMet() {
    if (sidesMeet && putters == takers) {
      part();
    }
  }

  /** Gives each side a ring of its own, where it gets by without the cache lines of the other. */
  final void part() {
    Ring forPutters = putters.two();
    Ring forTakers = forPutters.other();
    ChannelWaiter settled;
    lock();
    try {
      Ring one = putters;
      if (one == takers) { // else another thread has done it
        forPutters.replace(one);
        // Two writes and no call, so that both are done. Who sees but one of them finds the other
        // side shut, and comes to the lock.
        putters = forPutters;
        takers = forTakers;
      }
      settled = leave();
    } finally {
      held = false;
    }
    wake(settled);
  }

  @Override
  @Nullable Object tryReceive() {
    Object value = takers.poll();
    return value == Ring.NOT_NOW ? tryReceiveLocked() : value;
  }

  @Override
  int sendStep(Object value) {
    Ring ring = putters;
    if (ring.isClosed()) {
      return CLOSED;
    }
    if (settleReceiver(value)) {
      return SENT; // past the ring, which is empty (I2)
    }
    if (senders != null) {
      return NOT_NOW; // I1: full, and takers are shut out; what follows would only confirm it
    }
    do {
      if (ring.offerShut(value) == Ring.DONE) {
        return SENT;
      }
      takers.shutTakers(); // I1, before this sender joins the queue
    } while (!ring.isFull()); // a taker that came before the shutting has made room
    return NOT_NOW;
  }

  @Override
  @Nullable Object receiveStep() {
    if (senders != null) {
      putters.awaitReplaceable(); // may fail, so comes before the promise
      Object next = settleSender();
      if (next != null) { // else all of them have given up: then as without
        return putters.replaceOldest(next);
      }
    }
    do {
      Object value = takers.pollShut();
      if (value != null) {
        return value;
      }
      putters.shutPutters(); // I2, before this receiver joins the queue
    } while (!putters.isEmpty()); // a putter that came before the shutting has left a value
    return null;
  }

  @Override
  int shutBoth(int most) {
    takers.shutTakers();
    putters.shutPutters();
    // Exact for the ring by now; of the senders some may give up.
    return putters.length() + WaitQueue.count(senders, most);
  }

  @Override
  void markClosed() {
    putters.close();
  }

  @Override
  void relax() {
    if (senders == null) {
      takers.openTakers(); // I1
    }
    if (receivers == null) {
      putters.openPutters(); // I2
    }
  }

  /** Not for long: the partner shall get a batch done meanwhile. */
  @Override
  WaitPolicy newPolicy() {
    return new WaitPolicy(false);
  }

  @Override
  boolean isConsistent() {
    Ring ring = putters;
    boolean takersShut = takers.areTakersShut();
    boolean puttersShut = ring.arePuttersShut();
    return takersShut == (senders != null)
        && puttersShut == (receivers != null)
        && (!takersShut || ring.isFull()) // I1
        && (!puttersShut || ring.isEmpty()) // I2
        && (!ring.isClosed() || !(takersShut || puttersShut)); // I3
  }

  @Override
  boolean isClosed() {
    return putters.isClosed();
  }

  @Override
  boolean isDrained() {
    Ring ring = putters;
    return ring.isClosed() && ring.isEmpty();
  }

  @Override
  int length() {
    return putters.length();
  }

  @Override
  int capacity() {
    return takers.capacity();
  }
}
