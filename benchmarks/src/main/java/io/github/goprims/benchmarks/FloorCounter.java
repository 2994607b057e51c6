package io.github.goprims.benchmarks;

import java.util.concurrent.locks.LockSupport;

/**
 * A counter that one thread raises while one other waits for that: the least that a wait between
 * two threads needs. What the second one does before it parks is its policy.
 */
final class FloorCounter {

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
  private volatile long count;
  private volatile Thread waiting;

  FloorCounter(Policy policy) {
    this.policy = policy;
  }

  long count() {
    return count;
  }

  /** Sets the counter, and wakes the thread that waits for it. */
  void raiseTo(long value) {
    count = value;
    Thread waiter = waiting;
    if (waiter != null) {
      waiting = null;
      LockSupport.unpark(waiter);
    }
  }

  /** Waits until the counter is greater than {@code value}. */
  @SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
  void awaitMoreThan(long value) {
    for (int i = 0; i < policy.looks && count <= value; i++) {
      Thread.onSpinWait();
    }
    if (policy.yields && count <= value) {
      Thread.yield();
    }
    while (count <= value) {
      waiting = Thread.currentThread();
      if (count <= value) { // after the write: the other one writes first and then looks here
        LockSupport.park(this);
      }
    }
  }
}
