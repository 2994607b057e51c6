package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.Collection;

/** The wait of a writer for the readers that were there before it. */
final class RWMutexLockWait extends Waiter {

  private final RWMutex mutex;

  RWMutexLockWait(RWMutex mutex) {
    this.mutex = mutex;
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.RW_MUTEX_LOCK;
  }

  @Override
  public String reason() {
    return "sync.RWMutex.Lock";
  }

  @Override
  public RWMutex primitive() {
    return mutex;
  }

  @Override
  public Collection<Thread> holders() {
    return mutex.readingThreads();
  }
}
