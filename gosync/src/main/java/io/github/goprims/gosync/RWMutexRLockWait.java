package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.waiting.QueuedWaiter;

/** The wait of a reader for a writer. */
final class RWMutexRLockWait extends QueuedWaiter {

  private final RWMutex mutex;

  RWMutexRLockWait(RWMutex mutex) {
    this.mutex = mutex;
  }

  @Override
  public String reason() {
    return "sync.RWMutex.RLock";
  }

  @Override
  public String toString() {
    return reason() + ": " + mutex;
  }
}
