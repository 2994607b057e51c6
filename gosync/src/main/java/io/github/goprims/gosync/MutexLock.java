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

  @Override
  public String reason() {
    return "sync.Mutex.Lock";
  }

  @Override
  public String toString() {
    return reason() + ": " + mutex;
  }
}
