package io.github.goprims.gochan.internal.time;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a test's time source is kept; null while the system's is in use. Without anything to set up
 * when the class is loaded: see {@link TimeColdStart}.
 */
final class InjectedTime {

  static volatile @Nullable Supplier<TimeSource> source;

  private InjectedTime() {}

  static TimeSource.Injected put(Supplier<TimeSource> injected) {
    Holder.LOCK.lock();
    try {
      if (source != null) {
        throw new IllegalStateException("a time source is injected already");
      }
      source = injected;
    } finally {
      Holder.LOCK.unlock();
    }
    return () -> remove(injected);
  }

  /** Does nothing if another source has taken the place: a handle may be closed twice. */
  private static void remove(Supplier<TimeSource> injected) {
    Holder.LOCK.lock();
    try {
      if (source == injected) {
        source = null;
      }
    } finally {
      Holder.LOCK.unlock();
    }
  }

  private static final class Holder {
    static final ReentrantLock LOCK = new ReentrantLock();
  }
}
