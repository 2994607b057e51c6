package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * The threads that stand in line for a {@link Mutex}, and how they are being served; also the lock
 * that guards them. Made with the first waiter, so that a mutex for which nobody waits is small.
 */
final class MutexLine extends BackoffLock {

  /** How long newcomers may pass for each waiter that was served in line before. */
  private static final long PASS_NANOS_PER_SERVED = 50_000;

  /** The first in line. */
  @Nullable MutexLockWait first;

  /** How many are in line; a guess for threads that do not hold the lock. */
  int length;

  /** The waiter that was woken to compete; a hint for threads that do not hold the lock. */
  volatile @Nullable MutexLockWait woken;

  /** How many have come in all; the number of the last. */
  long arrivals;

  /** The last number of those that are being served. */
  long end;

  /** How many of those have been served. */
  int served;

  private volatile long passTime;

  /** When an unlock has last looked at the clock; written in races. */
  long lastCheck;

  void add(MutexLockWait waiter) {
    first = WaitQueue.add(first, waiter);
    length++;
  }

  void addFirst(MutexLockWait waiter) {
    first = WaitQueue.addFirst(first, waiter);
    length++;
  }

  /** Takes {@code waiter} out if it is still in. */
  void remove(MutexLockWait waiter) {
    if (waiter.isQueued()) {
      first = WaitQueue.remove(first, waiter);
      length--;
    }
  }

  /** Takes out the first that has not given up, and settles it with {@code result}. */
  @Nullable MutexLockWait settleFirst(Object result) {
    for (MutexLockWait waiter = first; waiter != null; waiter = first) {
      remove(waiter);
      if (waiter.settle(result)) {
        return waiter;
      }
    }
    return null;
  }

  /** Whether {@code waiter} is one of those that are being served. */
  boolean isServed(@Nullable MutexLockWait waiter) {
    return waiter != null && waiter.number <= end;
  }

  /** From now on, and for a time in proportion to those served, newcomers may pass. */
  void endService(long now) {
    passTime = now + served * PASS_NANOS_PER_SERVED;
    served = 0;
  }

  /** Whether {@code longest}, which has waited longest, starves. */
  boolean isDue(MutexLockWait longest, long now) {
    return now - longest.start > MutexState.STARVES_AFTER_NANOS && now > passTime;
  }
}
