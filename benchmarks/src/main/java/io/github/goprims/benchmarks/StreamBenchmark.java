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

/** Values flow through one channel from {@code pairs} senders to as many receivers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class StreamBenchmark {
  /** How many values pass in one run, whatever the number of threads. */
  public static final int TRANSFERS = 200_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "1", "16", "100"})
  public int capacity;

  @Param({"1", "4", "100"})
  public int pairs;

  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public void transfer() throws InterruptedException {
    int share = Runs.of(TRANSFERS) / pairs;
    long sum =
        peer.equals(Peers.KOTLIN) ? Coroutines.stream(pairs, capacity, share) : sumOfShares(share);
    Transfers.check("sum", sum, pairs * Transfers.sum(share));
  }

  private long sumOfShares(int share) throws InterruptedException {
    Pipe pipe = Peers.open(peer, capacity);
    AtomicLong sum = new AtomicLong();
    Crew.run(
        crew -> {
          for (int i = 0; i < pairs; i++) {
            crew.start(() -> Transfers.send(pipe, share));
            crew.start(() -> sum.addAndGet(Transfers.receive(pipe, share)));
          }
        });
    return sum.get();
  }
}
