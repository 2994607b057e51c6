package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

/** Work that is done once for all that want it at the same time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class SingleFlightBenchmark {
  public static final int OPERATIONS = 500_000;
  private static final int KEYS = 1_024;

  @Param({"goprims", "compute"})
  public String peer;

  /** Rounds of computing in the work. */
  @Param("1000")
  public int capacity;

  @Param("100")
  public int threads;

  @Param({"virtual", "platform"})
  public String kind;

  private Flights flights;
  private Integer[] keys;

  @Setup(Level.Trial)
  public void open() {
    flights = Flights.open(peer);
    keys = new Integer[KEYS];
    for (int i = 0; i < KEYS; i++) {
      keys[i] = Transfers.value(i);
    }
  }

  /** One thread, which finds each key free, and does next to nothing for it. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void uncontended() throws Exception {
    Integer one = Transfers.value(1);
    int count = Runs.of(OPERATIONS);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += flights.run(keys[i & (KEYS - 1)], () -> one);
    }
    Transfers.check("sum", sum, count);
  }

  /** All threads ask for one key, again and again. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void collapse() throws InterruptedException {
    int share = Runs.of(OPERATIONS) / threads;
    AtomicLong results = new AtomicLong();
    AtomicInteger sink = new AtomicInteger();
    Integer one = Transfers.value(1);
    Workers.run(
        kind,
        threads,
        () -> {
          long sum = 0;
          for (int i = 0; i < share; i++) {
            int seed = i;
            sum +=
                flights.run(
                    keys[0],
                    () -> {
                      sink.lazySet(Workers.compute(seed + 1, capacity));
                      return one;
                    });
          }
          results.addAndGet(sum);
        });
    Transfers.check("results", results.get(), (long) share * threads);
  }
}
