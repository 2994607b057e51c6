package io.github.goprims.gosync;

import org.jspecify.annotations.Nullable;

/** A thread that waits for a {@link Cond}. */
final class CondWait extends LineWaiter {

  /** What it will wait with for the locker, if that is a mutex. */
  final @Nullable MutexLock prepared;

  CondWait(Cond cond, Locker locker) {
    super(cond);
    prepared = locker instanceof Mutex mutex ? new MutexLock(mutex) : null;
  }

  @Override
  public String reason() {
    return "sync.Cond.Wait";
  }
}
