package io.github.goprims.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How late timers ring: 100,000 of them, due within a second, while as many threads as there are
 * processors compute. Prints a line for each round of each peer; the peers take turns.
 */
public final class TimerLateness {
  private static final int TIMERS = 100_000;
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SPREAD = TimeUnit.SECONDS.toNanos(1);

  private TimerLateness() {}

  public static void main(String[] args) throws InterruptedException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    String[] peers = {"scheduler", "stpe", "agrona"};
    Timers[] timers = Arrays.stream(peers).map(Timers::open).toArray(Timers[]::new);
    System.out.println("peer\tp50 us\tp99 us\tmax us");
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < peers.length; i++) {
        long[] late = measure(timers[i]);
        if (round > 0) {
          System.out.printf(
              "%s\t%d\t%d\t%d%n",
              peers[i],
              late[TIMERS / 2] / 1000,
              late[TIMERS / 100 * 99] / 1000,
              late[TIMERS - 1] / 1000);
        }
      }
    }
  }

  private static long[] measure(Timers timers) throws InterruptedException {
    long[] late = new long[TIMERS];
    CountDownLatch rung = new CountDownLatch(TIMERS);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger load = new AtomicInteger();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.startVirtualThread(
          () -> {
            int x = 0;
            while (!over.getOpaque()) {
              x = 31 * x + 1;
            }
            load.addAndGet(x);
          });
    }
    long start = System.nanoTime();
    for (int i = 0; i < TIMERS; i++) {
      int timer = i;
      long deadline = start + FIRST + (i * 7_919L % TIMERS) * (SPREAD / TIMERS);
      timers.set(
          deadline - System.nanoTime(),
          () -> {
            late[timer] = System.nanoTime() - deadline;
            rung.countDown();
          });
    }
    rung.await();
    over.setOpaque(true);
    Arrays.sort(late);
    if (late[0] < -TimeUnit.MICROSECONDS.toNanos(50)) {
      throw new IllegalStateException("early by " + -late[0] + " ns");
    }
    return late;
  }
}
