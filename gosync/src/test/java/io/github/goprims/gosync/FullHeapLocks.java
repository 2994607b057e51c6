package io.github.goprims.gosync;

import java.time.Duration;

/** Workers of {@link FullHeap} that exclude each other, with locks and with a semaphore. */
final class FullHeapLocks {

  private static final Duration SHORT = Duration.ofMillis(1);

  private FullHeapLocks() {}

  static void addTo(FullHeapWorkers workers) {
    mutex(workers);
    rwMutex(workers);
    semaphore(workers);
  }

  /** Two that are equal for whoever excludes all others. */
  private static final class Guarded {
    private long one;
    private long two;

    void increase() {
      one++;
      Thread.yield();
      two++;
    }

    boolean areEqual() {
      return one == two;
    }

    boolean are(long sum) {
      return one == sum && two == sum;
    }
  }

  private static void mutex(FullHeapWorkers workers) {
    Mutex mutex = new Mutex();
    Guarded guarded = new Guarded();
    workers.add(
        3,
        index ->
            new FullHeapWorker(workers, "mutex") {
              @Override
              void step() throws InterruptedException {
                if (index == 0) {
                  if (!mutex.tryLock(SHORT)) {
                    prevented();
                    return;
                  }
                } else {
                  mutex.lock();
                }
                guarded.increase();
                steps++;
                givesBack = true;
                mutex.unlock();
                givesBack = false;
              }
            });
    workers.inTheEnd(
        () -> {
          long sum = workers.sumOf("mutex");
          workers.check(guarded.are(sum), "mutex excluded nobody");
          workers.check(mutex.toString().endsWith("(unlocked)"), mutex.toString());
        });
  }

  private static void rwMutex(FullHeapWorkers workers) {
    RWMutex mutex = new RWMutex();
    Guarded guarded = new Guarded();
    workers.add(
        2,
        index ->
            new FullHeapWorker(workers, "write") {
              @Override
              void step() {
                mutex.lock();
                guarded.increase();
                steps++;
                givesBack = true;
                mutex.unlock();
                givesBack = false;
              }
            });
    workers.add(
        3,
        index ->
            new FullHeapWorker(workers, "read") {
              @Override
              void step() throws InterruptedException {
                if (index == 1) {
                  mutex.spread();
                }
                if (index > 0) {
                  mutex.rLock();
                } else if (!mutex.tryRLock(SHORT)) {
                  steps++;
                  return;
                }
                workers.check(guarded.areEqual(), "a reader saw half a write");
                Thread.yield();
                steps++;
                givesBack = true;
                mutex.rUnlock();
                givesBack = false;
              }
            });
    workers.inTheEnd(
        () -> {
          long sum = workers.sumOf("write");
          workers.check(guarded.are(sum), "writers excluded nobody");
          workers.sumOf("read");
          workers.check(mutex.toString().endsWith("(unlocked)"), mutex.toString());
        });
  }

  private static void semaphore(FullHeapWorkers workers) {
    WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    Guarded guarded = new Guarded();
    workers.add(
        3,
        index ->
            new FullHeapWorker(workers, "semaphore") {
              @Override
              void step() throws InterruptedException {
                int weight = index == 0 ? 3 : 2; // one at a time
                if (index == 2) {
                  if (!semaphore.tryAcquire(weight, SHORT)) {
                    prevented();
                    return;
                  }
                } else {
                  semaphore.acquire(weight);
                }
                guarded.increase();
                steps++;
                givesBack = true;
                semaphore.release(weight);
                givesBack = false;
              }
            });
    workers.inTheEnd(
        () -> {
          long sum = workers.sumOf("semaphore");
          workers.check(guarded.are(sum), "two with more than there is");
          workers.check(semaphore.toString().endsWith("(free=3, size=3)"), semaphore.toString());
        });
  }
}
