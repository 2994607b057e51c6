package io.github.goprims.benchmarks;

import java.util.concurrent.locks.LockSupport;

/**
 * The least that a channel between one sender and one receiver needs: two counters, and a park.
 *
 * <p>What a row takes with it is what the JVM takes, on this machine and at this moment. It stands
 * for no library: it can neither be closed nor interrupted, and a second sender would break it.
 */
final class FloorPipe implements Pipe {

  /** What a thread does before it parks. */
  enum Policy {
    /** It parks at once. */
    PARK(0, false),
    /** It lets others run once. */
    YIELD(0, true),
    /** It looks again for about a microsecond. */
    SPIN(64, false);

    final int looks;
    final boolean yields;

    Policy(int looks, boolean yields) {
      this.looks = looks;
      this.yields = yields;
    }
  }

  private final Policy policy;
  private final boolean meets;
  private final Integer[] buffer;
  private volatile long sent;
  private volatile long received;
  private volatile Thread sender;
  private volatile Thread receiver;

  /** Makes one; capacity zero means that a send waits until its value has been taken. */
  FloorPipe(Policy policy, int capacity) {
    this.policy = policy;
    meets = capacity == 0;
    buffer = new Integer[Math.max(1, capacity)];
  }

  @Override
  public void send(Integer value) {
    long ticket = sent;
    awaitReceived(ticket - buffer.length);
    buffer[(int) (ticket % buffer.length)] = value;
    sent = ticket + 1;
    Thread waiting = receiver;
    if (waiting != null) {
      receiver = null;
      LockSupport.unpark(waiting);
    }
    if (meets) {
      awaitReceived(ticket);
    }
  }

  @Override
  public Integer receive() {
    long ticket = received;
    awaitSent(ticket);
    Integer value = buffer[(int) (ticket % buffer.length)];
    received = ticket + 1;
    Thread waiting = sender;
    if (waiting != null) {
      sender = null;
      LockSupport.unpark(waiting);
    }
    return value;
  }

  @Override
  public boolean trySend(Integer value) {
    throw new UnsupportedOperationException("trySend");
  }

  @Override
  public Integer tryReceive() {
    throw new UnsupportedOperationException("tryReceive");
  }

  @SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
  private void awaitReceived(long ticket) {
    for (int i = 0; i < policy.looks && received <= ticket; i++) {
      Thread.onSpinWait();
    }
    if (policy.yields && received <= ticket) {
      Thread.yield();
    }
    while (received <= ticket) {
      sender = Thread.currentThread();
      if (received <= ticket) { // after the write: the receiver writes first and then looks here
        LockSupport.park(this);
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // as in awaitReceived
  private void awaitSent(long ticket) {
    for (int i = 0; i < policy.looks && sent <= ticket; i++) {
      Thread.onSpinWait();
    }
    if (policy.yields && sent <= ticket) {
      Thread.yield();
    }
    while (sent <= ticket) {
      receiver = Thread.currentThread();
      if (sent <= ticket) { // as in awaitReceived
        LockSupport.park(this);
      }
    }
  }
}
