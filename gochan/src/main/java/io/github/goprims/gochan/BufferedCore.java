package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/** A buffered channel: a lock-free ring while nobody is blocked, the queues of QueuedCore else. */
final class BufferedCore extends BufferedFields.Gap {
  /*
   * Idea.        Senders and receivers that need not wait meet in the ring and take no lock. A
   *              blocked sender keeps the ring's takers shut out, a blocked receiver its putters:
   *              the other side then comes through the lock and serves the blocked first. A blocked
   *              sender needs the ring full and a blocked receiver needs it empty, and both last
   *              exactly because the side that could end them is shut out.
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

  private final Ring ring;

  /**
   * Spins between two looks at the ring. To look is to take the cache line from the thread that is
   * filling or emptying it; in the meantime it gets a batch done that is worth taking. A small
   * buffer has no batches.
   */
  private final int pause;

  BufferedCore(int capacity) {
    // At once: made by the first thread that waits, it would lie among waiters, which others write.
    policy = new WaitPolicy(false);
    ring = new Ring(capacity);
    pause = Math.min(2 * capacity, 32);
  }

  @Override
  boolean send(Object value, long deadline) throws InterruptedException {
    int answer = ring.offer(value);
    if (answer == Ring.FULL) { // SHUT is for the lock: receivers wait there, or it is closed
      answer = offerSpinning(value);
    }
    ChanSendWait waiter = answer == Ring.DONE ? null : sendLocked(value);
    return waiter == null || awaitSend(waiter, deadline);
  }

  /** Looks for room for a moment, but not past senders that wait already. */
  private int offerSpinning(Object value) {
    int answer = Ring.FULL;
    int rounds = ring.areTakersShut() ? 0 : policy().looks();
    int round = 0;
    for (; round < rounds && answer == Ring.FULL; round += pause) {
      pause();
      answer = ring.offer(value);
    }
    if (rounds > 0) {
      learn(answer == Ring.DONE, round);
    }
    return answer;
  }

  @Override
  boolean trySend(Object value) {
    int answer = ring.offer(value);
    return answer == Ring.SHUT ? trySendLocked(value) : answer == Ring.DONE;
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    Object value = ring.poll();
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
    Object value = null;
    int rounds = ring.arePuttersShut() ? 0 : policy().looks();
    int round = 0;
    for (; round < rounds && value == null; round += pause) {
      pause();
      value = ring.poll();
    }
    if (rounds > 0) {
      learn(value != null, round);
    }
    return value;
  }

  private void pause() {
    for (int i = 0; i < pause; i++) {
      Thread.onSpinWait();
    }
  }

  private void learn(boolean paid, int rounds) {
    if (paid) {
      policy().hit();
    } else {
      policy().miss(rounds);
    }
  }

  @Override
  @Nullable Object tryReceive() {
    Object value = ring.poll();
    return value == Ring.NOT_NOW ? tryReceiveLocked() : value;
  }

  @Override
  int sendStep(Object value) {
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
      ring.shutTakers(); // I1, before this sender joins the queue
    } while (!ring.isFull()); // a taker that came before the shutting has made room
    return NOT_NOW;
  }

  @Override
  @Nullable Object receiveStep() {
    if (senders != null) {
      ring.awaitReplaceable(); // may fail, so comes before the promise
      Object next = settleSender();
      if (next != null) { // else all of them have given up: then as without
        return ring.replaceOldest(next);
      }
    }
    do {
      Object value = ring.pollShut();
      if (value != null) {
        return value;
      }
      ring.shutPutters(); // I2, before this receiver joins the queue
    } while (!ring.isEmpty()); // a putter that came before the shutting has left a value
    return null;
  }

  @Override
  int shutBoth(int most) {
    ring.shutTakers();
    ring.shutPutters();
    // Exact for the ring by now; of the senders some may give up.
    return ring.length() + WaitQueue.count(senders, most);
  }

  @Override
  void markClosed() {
    ring.close();
  }

  @Override
  void relax() {
    if (senders == null) {
      ring.openTakers(); // I1
    }
    if (receivers == null) {
      ring.openPutters(); // I2
    }
  }

  @Override
  boolean isConsistent() {
    boolean takersShut = ring.areTakersShut();
    boolean puttersShut = ring.arePuttersShut();
    return takersShut == (senders != null)
        && puttersShut == (receivers != null)
        && (!takersShut || ring.isFull()) // I1
        && (!puttersShut || ring.isEmpty()) // I2
        && (!ring.isClosed() || !(takersShut || puttersShut)); // I3
  }

  @Override
  boolean isClosed() {
    return ring.isClosed();
  }

  @Override
  boolean isDrained() {
    return ring.isClosed() && ring.isEmpty();
  }

  @Override
  int length() {
    return ring.length();
  }

  @Override
  int capacity() {
    return ring.capacity();
  }
}

/** Keeps what senders and receivers read of a {@link BufferedCore} off the lines of its lock. */
final class BufferedFields {

  private BufferedFields() {}

  abstract static class Gap extends QueuedCore {
    byte a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a0a, a0b, a0c, a0d, a0e, a0f;
    byte a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a1a, a1b, a1c, a1d, a1e, a1f;
    byte a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a2a, a2b, a2c, a2d, a2e, a2f;
    byte a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a3a, a3b, a3c, a3d, a3e, a3f;
  }
}
