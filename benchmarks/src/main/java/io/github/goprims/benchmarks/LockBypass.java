package io.github.goprims.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How often others get a lock while a thread waits for it: one or two hogs hold it for 100
 * microseconds, release it and take it again at once, and another thread asks for it 500 times.
 * Counts holds, not time, so that a busy machine does not matter. Prints a line for each lock.
 */
public final class LockBypass {
  private static final int WAITS = 500;
  private static final long HOLD_NANOS = 100_000;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private LockBypass() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("lock\tthreads\thogs\twaits\tp50\tp99\tmax");
    for (int hogs = 1; hogs <= 2; hogs++) {
      for (String kind : new String[] {"virtual", "platform"}) {
        for (String peer : new String[] {"goprims", "reentrant", "stamped", "reentrant-fair"}) {
          int[] bypasses = measure(Locks.open(peer), kind, hogs);
          int waits = bypasses.length;
          System.out.printf(
              "%s\t%s\t%d\t%d\t%d\t%d\t%d%n",
              peer,
              kind,
              hogs,
              waits,
              bypasses[waits / 2],
              bypasses[waits * 99 / 100],
              bypasses[waits - 1]);
        }
      }
    }
  }

  /** For each wait, how many holds began before it was over; sorted. */
  private static int[] measure(Locks lock, String kind, int hogs) throws InterruptedException {
    AtomicInteger holds = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch hogging = new CountDownLatch(hogs);
    int[] bypasses = new int[WAITS];
    AtomicInteger waits = new AtomicInteger();
    AtomicInteger roles = new AtomicInteger();
    Workers.run(
        kind,
        hogs + 1,
        () -> {
          if (roles.getAndIncrement() < hogs) {
            hogging.countDown();
            while (!over.get()) {
              lock.lock();
              holds.incrementAndGet();
              long end = System.nanoTime() + HOLD_NANOS;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              lock.unlock();
            }
          } else {
            hogging.await();
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (waits.get() < WAITS && System.nanoTime() < end) {
              int before = holds.get();
              lock.lock();
              bypasses[waits.getAndIncrement()] = holds.get() - before;
              lock.unlock();
              LockSupport.parkNanos(HOLD_NANOS);
            }
            over.set(true);
          }
        });
    return Arrays.stream(bypasses, 0, waits.get()).sorted().toArray();
  }
}
