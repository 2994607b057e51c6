package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.waiting.Waiter;

/** The wait of a writer for the readers that were there before it. */
final class RWMutexLockWait extends Waiter {

  private final RWMutex mutex;

  RWMutexLockWait(RWMutex mutex) {
    this.mutex = mutex;
  }

  @Override
  public String reason() {
    return "sync.RWMutex.Lock";
  }

  @Override
  public String toString() {
    return reason() + ": " + mutex;
  }
}
