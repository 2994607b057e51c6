package io.github.goprims.benchmarks;

import io.github.goprims.gosync.WaitGroup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Tasks that are started, each in a thread of its own, and waited for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class TasksBenchmark {

  @Param({"goprims", "cdl"})
  public String peer;

  /** How many tasks. */
  @Param({"100", "10000"})
  public int capacity;

  @Benchmark
  public void startAndAwait() throws InterruptedException {
    Crew.run(crew -> startAndAwaitAll());
  }

  private void startAndAwaitAll() throws InterruptedException {
    int[] results = new int[capacity]; // plain: the wait makes them visible
    switch (peer) {
      case "goprims" -> {
        WaitGroup group = new WaitGroup();
        for (int i = 0; i < capacity; i++) {
          int task = i;
          group.go(() -> results[task] = 1);
        }
        group.await();
      }
      case "goprims-add" -> { // told the number beforehand, as a latch is
        WaitGroup group = new WaitGroup();
        Runnable done = group::done;
        group.add(capacity);
        for (int i = 0; i < capacity; i++) {
          start(results, i, done);
        }
        group.await();
      }
      case "cdl" -> {
        CountDownLatch latch = new CountDownLatch(capacity);
        Runnable done = latch::countDown;
        for (int i = 0; i < capacity; i++) {
          start(results, i, done);
        }
        latch.await();
      }
      case "phaser" -> {
        Phaser phaser = new Phaser(1);
        Runnable done = phaser::arriveAndDeregister;
        for (int i = 0; i < capacity; i++) {
          phaser.register();
          start(results, i, done);
        }
        phaser.arriveAndAwaitAdvance();
      }
      default -> throw new IllegalArgumentException(peer + " waits for no tasks");
    }
    Transfers.check("results", IntStream.of(results).sum(), capacity);
  }

  private static void start(int[] results, int task, Runnable done) {
    Thread.startVirtualThread(
        () -> {
          try {
            results[task] = 1;
          } finally {
            done.run();
          }
        });
  }
}
