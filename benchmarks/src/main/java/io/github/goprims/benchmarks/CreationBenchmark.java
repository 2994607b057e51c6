package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What making a channel costs, above all in bytes: run it with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class CreationBenchmark {
  public static final int OPERATIONS = 500_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "16"})
  public int capacity;

  /** Where the newest channels are kept for a while, so that none is optimized away. */
  private final Object[] recent = new Object[64];

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void make() throws InterruptedException {
    int count = Runs.of(OPERATIONS);
    Supplier<Object> maker = Peers.maker(peer, capacity);
    Crew.run(crew -> fill(maker, count));
  }

  private void fill(Supplier<Object> maker, int count) {
    for (int i = 0; i < count; i++) {
      recent[i % recent.length] = maker.get();
    }
  }
}
