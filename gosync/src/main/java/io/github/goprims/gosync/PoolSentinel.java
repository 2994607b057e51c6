package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.threads.LibraryThreads;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;

/** Tells a pool of the next garbage collection, unless the pool itself is collected. */
final class PoolSentinel implements Runnable {

  private final WeakReference<Pool<?>> pool;

  private PoolSentinel(Pool<?> pool) {
    this.pool = new WeakReference<>(pool);
  }

  /** Arranges for one call of {@link Pool#collected}. */
  static void send(Pool<?> pool) {
    Watch.CLEANER.register(new Object(), new PoolSentinel(pool));
  }

  @Override
  public void run() {
    Pool<?> alive = pool.get();
    if (alive != null) {
      alive.collected();
    }
  }

  /** Loaded, and its thread started, with the first sentinel. */
  private static final class Watch {
    static final Cleaner CLEANER = Cleaner.create(LibraryThreads.named("goprims-pools"));
  }
}
