package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** One thread uses many channels, one after the other, and never has to wait. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms3g", "-Xmx3g"})
public class ManyChannelsBenchmark {
  public static final int OPERATIONS = 1_000_000;

  /** From one channel to the next: prime, so that each has its turn, and far in memory. */
  private static final int STRIDE = 7_919;

  @Param({"goprims", "jox"})
  public String peer;

  @Param("1")
  public int capacity;

  @Param({"1", "1000", "1000000"})
  public int channels;

  private Pipe[] pipes;

  @Setup(Level.Trial)
  public void open() {
    pipes = Stream.generate(() -> Peers.open(peer, capacity)).limit(channels).toArray(Pipe[]::new);
  }

  /** Sends one value to each channel and receives it there. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void pair() throws InterruptedException {
    int count = Runs.of(OPERATIONS);
    Crew.run(crew -> Transfers.check("sum", pairs(count), count));
  }

  private long pairs(int count) throws InterruptedException {
    Integer one = Transfers.value(1);
    long sum = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      Pipe pipe = pipes[next];
      pipe.send(one);
      sum += pipe.receive();
      next = (next + STRIDE) % pipes.length;
    }
    return sum;
  }
}
