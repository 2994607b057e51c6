package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A semaphore around a short computation, with a longer one outside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class SemaphoreBenchmark {
  public static final int OPERATIONS = 100_000;

  private static final int INSIDE = 20;
  private static final int OUTSIDE = 40;

  @Param({"goprims", "semaphore", "semaphore-fair"})
  public String peer;

  /** How many may be inside at a time. */
  @Param({"1", "10"})
  public int capacity;

  @Param({"2", "8", "100"})
  public int threads;

  @Param({"virtual", "platform"})
  public String kind;

  private Semaphores semaphore;
  private int holds;

  @Setup(Level.Trial)
  public void open() {
    semaphore = Semaphores.open(peer, capacity);
  }

  /** One thread, which finds all free. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void uncontended() throws InterruptedException {
    int count = Runs.of(OPERATIONS);
    holds = 0;
    for (int i = 0; i < count; i++) {
      semaphore.acquire();
      holds++;
      semaphore.release();
    }
    Transfers.check("holds", holds, count);
  }

  /**
   * All threads want to be inside, from the first to the last operation: what there is is released
   * when all have come.
   */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void contended() throws InterruptedException {
    int share = Runs.of(OPERATIONS) / threads;
    AtomicInteger seeds = new AtomicInteger(1);
    AtomicInteger sink = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    AtomicInteger missing = new AtomicInteger(threads);
    for (int i = 0; i < capacity; i++) {
      semaphore.acquire();
    }
    Workers.run(
        kind,
        threads,
        () -> {
          int x = seeds.getAndIncrement();
          if (missing.decrementAndGet() == 0) {
            for (int i = 0; i < capacity; i++) {
              semaphore.release();
            }
          }
          for (int i = 0; i < share; i++) {
            semaphore.acquire();
            if (inside.incrementAndGet() > capacity) {
              tooMany.incrementAndGet();
            }
            x = Workers.compute(x, INSIDE);
            inside.decrementAndGet();
            semaphore.release();
            x = Workers.compute(x, OUTSIDE);
          }
          sink.addAndGet(x);
        });
    Transfers.check("too many inside", tooMany.get(), 0);
  }
}
