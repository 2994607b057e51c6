package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;

/** A thread that waits for a mutex. */
final class MutexLock extends QueuedWaiter {

  private final Mutex mutex;

  /** When the thread began to wait. */
  final long start;

  // Guarded by the mutex's lock for its queue.
  long wokenAt;
  boolean handed;

  MutexLock(Mutex mutex, long start) {
    this.mutex = mutex;
    this.start = start;
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
