package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;
import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gocontext.internal.ContextLink;
import org.jspecify.annotations.Nullable;

/** A thread that waits for a mutex. */
final class MutexLockWait extends QueuedWaiter {

  private final Mutex mutex;

  /** When the thread began to wait. */
  long start;

  /** What ends its wait, too; for its thread only. */
  @Nullable ContextLink link;

  // Guarded by the mutex's lock for its queue.
  /** Its place in line: how many had come before. */
  long number;

  /** Whether its thread holds the mutex. */
  boolean handed;

  MutexLockWait(Mutex mutex) {
    this.mutex = mutex;
  }

  /** Takes the lock as {@link Mutex#lock()} does, but allocates nothing. Once. */
  void lock() {
    if (!mutex.tryLock()) {
      mutex.lockSlowly(this, TimeSource.FOREVER, false);
    }
  }

  /** Ends a wait that was canceled while the waiter was settled and could not note it. */
  void lookAtContext() {
    if (link != null && link.isEnded()) {
      settle(CANCELED);
    }
  }

  /**
   * Not on a platform thread: two of them on two processors stay in step then, and take the lock
   * from each other's caches all the time. If one parks, the other runs ahead for a while.
   */
  @Override
  protected boolean yieldsFirst() {
    return mutex.waitersYield || Thread.currentThread().isVirtual();
  }

  @Override
  public String reason() {
    return "sync.Mutex.Lock";
  }

  @Override
  public String toString() {
    return reason() + ": " + mutex;
  }
}
