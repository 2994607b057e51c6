package io.github.goprims.gochan.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a test's time source is kept; null while the system's is in use. Without anything to set up
 * when the class is loaded: see {@link ColdStart}.
 */
final class InjectedTime {

  static volatile @Nullable Supplier<TimeSource> source;

  private InjectedTime() {}

  static synchronized TimeSource.Injected put(Supplier<TimeSource> injected) {
    if (source != null) {
      throw new IllegalStateException("a time source is injected already");
    }
    source = injected;
    return () -> remove(injected);
  }

  /** Does nothing if another source has taken the place: a handle may be closed twice. */
  private static synchronized void remove(Supplier<TimeSource> injected) {
    if (source == injected) {
      source = null;
    }
  }
}
