package io.github.goprims.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/** Threads of either kind that do the same at the same time. */
final class Workers {
  private Workers() {}

  /** What each does. */
  interface Work {
    void run() throws Exception;
  }

  /** Runs {@code work} in that many {@code virtual} or {@code platform} threads, and waits. */
  static void run(String kind, int count, Work work) throws InterruptedException {
    ThreadFactory threads =
        switch (kind) {
          case "virtual" -> Thread.ofVirtual().factory();
          case "platform" -> Thread.ofPlatform().factory();
          default -> throw new IllegalArgumentException("unknown kind of thread: " + kind);
        };
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread worker =
          threads.newThread(
              () -> {
                try {
                  start.await();
                  work.run();
                } catch (Throwable t) {
                  failure.compareAndSet(null, t);
                }
              });
      workers.add(worker);
      worker.start();
    }
    start.countDown();
    for (Thread worker : workers) {
      worker.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a worker failed", failure.get());
    }
  }

  /** Some computing, in rounds of about a nanosecond, that cannot be left out. */
  static int compute(int seed, int rounds) {
    int x = seed;
    for (int i = 0; i < rounds; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
    }
    return x;
  }
}
