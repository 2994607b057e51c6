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

/** Threads that need a buffer for a moment, again and again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class PoolBenchmark {
  public static final int OPERATIONS = 1_000_000;

  @Param({"goprims", "allocation"})
  public String peer;

  @Param({"1", "2", "100"})
  public int threads;

  @Param({"virtual", "platform"})
  public String kind;

  private Buffers buffers;

  @Setup(Level.Trial)
  public void open() {
    buffers = Buffers.open(peer);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void use() throws InterruptedException {
    int share = Runs.of(OPERATIONS) / threads;
    AtomicInteger uses = new AtomicInteger();
    Workers.run(
        kind,
        threads,
        () -> {
          int sum = 0;
          for (int i = 0; i < share; i++) {
            sum += buffers.use(i) == (byte) i || (i & 4095) != 0 ? 1 : 0;
          }
          uses.addAndGet(sum);
        });
    int all = share * threads;
    Transfers.check("uses", uses.get(), all);
  }
}
