package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.internal.Names;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks which thread has taken which lock, for {@code goprims.debug=owners}. Locks are not owned;
 * so this is right only as long as no thread unlocks what another has locked.
 */
final class Owners {

  static final boolean WANTED = Debug.isOn("owners");

  private Owners() {}

  /** Keeps a thread from waiting for {@code lock} if it is the {@code owner} itself. */
  static void refuseSelf(@Nullable Thread owner, Object lock) {
    if (WANTED && owner == Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          "sync: lock is held by the thread that waits for it, %s: %s"
              .formatted(Names.of(Thread.currentThread()), lock));
    }
  }

  /** Keeps a thread from waiting for {@code cond} with a {@code lock} that another has taken. */
  static void refuseOther(@Nullable Thread owner, Object lock, Cond cond) {
    if (WANTED && owner != null && owner != Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          "sync: wait of %s for %s with the lock of %s: %s"
              .formatted(Names.of(Thread.currentThread()), cond, Names.of(owner), lock));
    }
  }

  /** The owner, if it is known. */
  static Collection<Thread> list(@Nullable Thread owner) {
    return owner == null ? List.of() : List.of(owner);
  }

  /** The threads that have read locks of one lock. */
  static final class Readers {

    private final ConcurrentHashMap<Thread, Integer> counts = new ConcurrentHashMap<>();

    /** Notes that the calling thread has taken a read lock. */
    void add() {
      counts.merge(Thread.currentThread(), 1, Integer::sum);
    }

    /**
     * Notes that the calling thread has given a read lock back. If another thread had taken it, all
     * is forgotten: to overlook a mistake is better than to report one that is none.
     */
    void remove() {
      boolean[] known = {false};
      counts.computeIfPresent(
          Thread.currentThread(),
          (thread, count) -> {
            known[0] = true;
            return count == 1 ? null : count - 1;
          });
      if (!known[0]) {
        counts.clear();
      }
    }

    /** Those that are known. */
    Collection<Thread> threads() {
      return List.copyOf(counts.keySet());
    }

    /** Keeps the calling thread from waiting, as a writer, for its own read lock. */
    void refuseWriter(RWMutex lock) {
      if (counts.containsKey(Thread.currentThread())) {
        throw new IllegalMonitorStateException(
            "sync: write lock is asked for by a thread that has a read lock, %s: %s"
                .formatted(Names.of(Thread.currentThread()), lock));
      }
    }
  }
}
