package io.github.goprims.gosync;

import java.util.ArrayDeque;
import java.util.Queue;

/** The samples in the documentation of {@link Cond}. */
final class CondSamples {

  private CondSamples() {}

  // @start region="queue"
  static final class Jobs {
    private final Locker lock;
    private final Cond notEmpty;
    private final Queue<Runnable> queue = new ArrayDeque<>();

    Jobs(Locker lock) {
      this.lock = lock;
      notEmpty = Cond.on(lock);
    }

    void add(Runnable job) {
      lock.lock();
      try {
        queue.add(job);
      } finally {
        lock.unlock();
      }
      notEmpty.signal();
    }

    Runnable take() throws InterruptedException {
      lock.lock();
      try {
        notEmpty.awaitUntil(() -> !queue.isEmpty());
        return queue.remove();
      } finally {
        lock.unlock();
      }
    }
  }
  // @end
}
