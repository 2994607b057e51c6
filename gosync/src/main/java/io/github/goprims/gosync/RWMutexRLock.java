package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;
import org.jspecify.annotations.Nullable;

/** A reader that waits for a writer. */
final class RWMutexRLock extends QueuedWaiter {

  private final RWMutex mutex;

  /** Who was let in after this one by the same writer, which wakes them all. */
  @Nullable RWMutexRLock nextLetIn;

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
