package io.github.goprims.gosync;

import org.jspecify.annotations.Nullable;

/** A thread that waits for a {@link Cond}. */
final class CondWait extends SyncWaiter {

  /** What it will wait with for the locker, if that is a mutex. */
  final @Nullable MutexLockWait prepared;

  CondWait(Cond cond, Locker locker) {
    super(cond);
    prepared = locker instanceof Mutex mutex ? new MutexLockWait(mutex) : null;
  }

  @Override
  public String reason() {
    return "sync.Cond.Wait";
  }
}
