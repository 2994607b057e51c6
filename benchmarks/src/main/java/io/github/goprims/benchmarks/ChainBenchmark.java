package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
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

/** Values pass through a chain of channels, one thread between each two. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class ChainBenchmark {
  /** How often a value moves from one thread to the next in one run, whatever the length. */
  public static final int HOPS = 400_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "16"})
  public int capacity;

  /** How many channels a value passes. */
  @Param({"100", "1000"})
  public int channels;

  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void hop() throws InterruptedException {
    int values = Runs.of(HOPS) / channels;
    if (peer.equals(Peers.KOTLIN)) {
      Transfers.check("sum", Coroutines.chain(channels, capacity, values), Transfers.sum(values));
      return;
    }
    Crew.run(
        crew -> {
          Pipe first = Peers.open(peer, capacity);
          crew.start(() -> Transfers.send(first, values));
          Pipe last = first;
          for (int i = 1; i < channels; i++) {
            Pipe in = last;
            Pipe out = Peers.open(peer, capacity);
            crew.start(() -> forward(in, out, values));
            last = out;
          }
          Transfers.check("sum", Transfers.receive(last, values), Transfers.sum(values));
        });
  }

  private static void forward(Pipe in, Pipe out, int values) throws InterruptedException {
    for (int i = 0; i < values; i++) {
      out.send(in.receive());
    }
  }
}
