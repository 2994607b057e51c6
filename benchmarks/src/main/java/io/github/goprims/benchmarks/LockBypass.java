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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How often others get a lock while a thread waits for it: one or two hogs hold it for 100
 * microseconds, release it and take it again at once, and another thread asks for it 500 times.
 * Counts holds, not time, so that a busy machine does not matter. Prints a line for each lock and
 * round, and leaves what a chart needs in a file if one is named.
 */
public final class LockBypass {
  private static final String[] PEERS = {"goprims", "reentrant", "stamped", "reentrant-fair"};
  private static final int WAITS = 500;
  private static final long HOLD_NANOS = 100_000;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private LockBypass() {}

  /** The number of rounds, 1 if none is given, and the file. */
  public static void main(String[] args) throws InterruptedException, IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    List<Distribution> distributions = new ArrayList<>();
    System.out.println("lock\tthreads\thogs\twaits\tp50\tp99\tmax");
    for (int hogs = 1; hogs <= 2; hogs++) {
      for (String kind : new String[] {"virtual", "platform"}) {
        distributions.add(measure(kind, hogs, rounds));
      }
    }
    if (args.length > 1) {
      RunFile.writeDistributions(Path.of(args[1]), distributions);
    }
  }

  /** By all peers, which take turns. */
  private static Distribution measure(String kind, int hogs, int rounds)
      throws InterruptedException {
    List<List<double[]>> bypasses = new ArrayList<>();
    Arrays.stream(PEERS).forEach(peer -> bypasses.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < PEERS.length; i++) {
        int[] sorted = measure(Locks.open(PEERS[i]), kind, hogs);
        print(PEERS[i], kind, hogs, sorted);
        bypasses.get(i).add(Arrays.stream(sorted).asDoubleStream().toArray());
      }
    }
    List<Distribution.Sample> samples = new ArrayList<>();
    for (int i = 0; i < PEERS.length; i++) {
      Kind peer = i == 0 ? Kind.OURS : Kind.JVM;
      samples.add(Distribution.Sample.of(PEERS[i], peer, WAITS * rounds, bypasses.get(i)));
    }
    return new Distribution(
        "lock-bypass",
        "How often others get the lock while a thread waits for it",
        String.format(
            "%s on %s threads, %s it for 100 µs and take%s it again at once; 500 waits in a round,"
                + " or as many as were over in five seconds",
            hogs == 1 ? "one hog" : "two hogs",
            kind,
            hogs == 1 ? "holds" : "hold",
            hogs == 1 ? "s" : ""),
        "holds by others",
        samples);
  }

  private static void print(String peer, String kind, int hogs, int[] bypasses) {
    int waits = bypasses.length;
    if (waits == 0) {
      System.out.printf("%s\t%s\t%d\t0\t-\t-\t-%n", peer, kind, hogs);
      return;
    }
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
