package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What readers and writers of an {@link RWMutex} write to all the time: the word, and the lock for
 * those who wait. An object of its own, so that a thread can read the other fields of the mutex,
 * and its first access to the cache line of the word is the one that changes it.
 */
final class RWMutexHot extends BackoffLock {

  /** Mode, period and readers: see {@link RWMutexWord}. */
  volatile long state;

  /** How often a reader has met others as it left, and in which period; written in races. */
  byte collisions;

  byte collidedIn;

  long addState(long delta) {
    return (long) STATE.getAndAdd(this, delta);
  }

  boolean casState(long expected, long next) {
    return STATE.compareAndSet(this, expected, next);
  }

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, RWMutexHot.class, long.class);
}
