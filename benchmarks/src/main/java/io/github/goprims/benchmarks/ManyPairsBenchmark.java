package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/** Thousands of pairs of threads, each with a channel of its own, and few values for each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class ManyPairsBenchmark {
  /** How many values pass in one run, through all channels together. */
  public static final int TRANSFERS = 500_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "16"})
  public int capacity;

  @Param("10000")
  public int pairs;

  /** Starting the threads is part of it. */
  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public void transfer() throws InterruptedException {
    int share = Runs.of(TRANSFERS) / pairs;
    AtomicLong sum = new AtomicLong();
    Crew.run(
        crew -> {
          for (int i = 0; i < pairs; i++) {
            Pipe pipe = Peers.open(peer, capacity);
            crew.start(() -> Transfers.send(pipe, share));
            crew.start(() -> sum.addAndGet(Transfers.receive(pipe, share)));
          }
        });
    Transfers.check("sum", sum.get(), pairs * Transfers.sum(share));
  }
}
