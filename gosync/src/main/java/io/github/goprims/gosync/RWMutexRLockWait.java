package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.waiting.QueuedWaiter;
import java.util.Collection;

/** The wait of a reader for a writer. */
final class RWMutexRLockWait extends QueuedWaiter {

  private final RWMutex mutex;

  RWMutexRLockWait(RWMutex mutex) {
    this.mutex = mutex;
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.RW_MUTEX_LOCK;
  }

  @Override
  public String reason() {
    return "sync.RWMutex.RLock";
  }

  @Override
  public RWMutex primitive() {
    return mutex;
  }

  @Override
  public Collection<Thread> holders() {
    return Owners.list(mutex.writers.owner);
  }
}
