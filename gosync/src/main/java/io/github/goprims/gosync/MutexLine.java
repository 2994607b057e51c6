package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/** The threads that stand in line for a {@link Mutex}; also the lock that guards them. */
final class MutexLine extends BackoffLock {

  /** The first in line, for a thread that holds the lock. */
  @Nullable MutexLockWait first;

  /** How many are in line; a guess for threads that do not hold the lock. */
  int length;

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
}
