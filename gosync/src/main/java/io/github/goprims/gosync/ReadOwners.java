package io.github.goprims.gosync;

import java.util.concurrent.ConcurrentHashMap;

/** Which threads have read locks of one lock, for {@code goprims.debug=owners}. */
final class ReadOwners {

  private final ConcurrentHashMap<Thread, Integer> counts = new ConcurrentHashMap<>();

  /** The calling thread has got one. */
  void add() {
    counts.merge(Thread.currentThread(), 1, Integer::sum);
  }

  /**
   * The calling thread has given one back. If that was another's, nobody is known to have one any
   * more: to overlook a mistake is better than to see one that is none.
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

  /** Keeps the calling thread from waiting for itself to leave {@code lock}. */
  void refuseWriter(RWMutex lock) {
    if (counts.containsKey(Thread.currentThread())) {
      throw new IllegalMonitorStateException(
          "sync: write lock is asked for by a thread that has a read lock, %s: %s"
              .formatted(Thread.currentThread().getName(), lock));
    }
  }
}
