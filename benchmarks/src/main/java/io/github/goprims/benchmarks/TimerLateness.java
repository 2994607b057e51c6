package io.github.goprims.benchmarks;

import io.github.goprims.benchmarks.runner.page.Distribution;
import io.github.goprims.benchmarks.runner.page.Kind;
import io.github.goprims.benchmarks.runner.page.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How late timers ring: 100,000 of them, due within a second, while as many threads as there are
 * processors compute. Prints a line for each round of each peer, and leaves what a chart needs in a
 * file if one is named; the peers take turns.
 */
public final class TimerLateness {
  private static final String[] PEERS = {"scheduler", "stpe", "agrona"};
  private static final int TIMERS = 100_000;
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SPREAD = TimeUnit.SECONDS.toNanos(1);

  private TimerLateness() {}

  /** The number of rounds, 5 if none is given, and the file. */
  public static void main(String[] args) throws InterruptedException, IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Timers[] timers = Arrays.stream(PEERS).map(Timers::open).toArray(Timers[]::new);
    List<List<double[]>> lateness = new ArrayList<>();
    Arrays.stream(PEERS).forEach(peer -> lateness.add(new ArrayList<>()));
    System.out.println("peer\tp50 us\tp99 us\tmax us");
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < PEERS.length; i++) {
        long[] late = measure(timers[i]);
        if (round > 0) {
          print(PEERS[i], late);
          lateness.get(i).add(Arrays.stream(late).mapToDouble(l -> Math.max(0, l) / 1e3).toArray());
        }
      }
    }
    if (args.length > 1) {
      RunFile.writeDistributions(Path.of(args[1]), List.of(distribution(rounds, lateness)));
    }
  }

  private static void print(String peer, long[] late) {
    System.out.printf(
        "%s\t%d\t%d\t%d%n",
        peer, late[TIMERS / 2] / 1000, late[TIMERS / 100 * 99] / 1000, late[TIMERS - 1] / 1000);
  }

  private static Distribution distribution(int rounds, List<List<double[]>> lateness) {
    List<Distribution.Sample> samples = new ArrayList<>();
    for (int i = 0; i < PEERS.length; i++) {
      Kind kind = i == 0 ? Kind.OURS : Kind.JVM;
      samples.add(Distribution.Sample.of(PEERS[i], kind, TIMERS * rounds, lateness.get(i)));
    }
    return new Distribution(
        "timer-lateness",
        "How late alarms ring",
        "100,000 alarms, due within a second, while as many virtual threads as there are processors"
            + " compute",
        "microseconds after the deadline",
        samples);
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
