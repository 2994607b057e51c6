package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;

/** A reader that waits for a writer. */
final class RWMutexRLock extends QueuedWaiter {

  private final RWMutex mutex;

  RWMutexRLock(RWMutex mutex) {
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
