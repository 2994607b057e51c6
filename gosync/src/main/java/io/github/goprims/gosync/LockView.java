package io.github.goprims.gosync;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A view of a lock as a {@link Lock} of the JDK. */
abstract class LockView implements Lock {

  abstract boolean tryLock(Duration timeout) throws InterruptedException;

  @Override
  public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return tryLock(Duration.ofNanos(Objects.requireNonNull(unit, "unit").toNanos(time)));
  }

  @Override
  public final Condition newCondition() {
    throw new UnsupportedOperationException("no conditions of java.util.concurrent: use Cond");
  }
}
