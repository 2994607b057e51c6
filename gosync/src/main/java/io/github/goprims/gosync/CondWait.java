package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;
import org.jspecify.annotations.Nullable;

/** The wait of a thread for a signal of a {@link Cond}. */
final class CondWait extends SyncWaiter {

  /** The waiter for the way back to the locker, if that is a mutex. */
  final @Nullable MutexLockWait prepared;

  CondWait(Cond cond, Locker locker) {
    super(cond);
    prepared = locker instanceof Mutex mutex ? new MutexLockWait(mutex) : null;
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.COND_WAIT;
  }

  @Override
  public String reason() {
    return "sync.Cond.Wait";
  }
}
