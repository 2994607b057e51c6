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

/** One thread uses a channel alone and never has to wait. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class UncontendedBenchmark {
  public static final int OPERATIONS = 2_000_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param("16")
  public int capacity;

  /** Sends one value and receives it, with the operations that may wait. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void pair() throws InterruptedException {
    int count = Runs.of(OPERATIONS);
    Pipe pipe = Peers.open(peer, capacity);
    Crew.run(crew -> Transfers.check("sum", pairs(pipe, count), count));
  }

  /** Sends one value and receives it, with the operations that do not wait. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void tryPair() throws InterruptedException {
    int count = Runs.of(OPERATIONS);
    Pipe pipe = Peers.open(peer, capacity);
    Crew.run(crew -> Transfers.check("sum", tryPairs(pipe, count), count));
  }

  /** Looks for a value in vain. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void tryEmpty() throws InterruptedException {
    int count = Runs.of(OPERATIONS);
    Pipe pipe = Peers.open(peer, capacity);
    Crew.run(crew -> Transfers.check("misses", misses(pipe, count), count));
  }

  private static long pairs(Pipe pipe, int count) throws InterruptedException {
    Integer one = Transfers.value(1);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      pipe.send(one);
      sum += pipe.receive();
    }
    return sum;
  }

  private static long tryPairs(Pipe pipe, int count) {
    Integer one = Transfers.value(1);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      if (pipe.trySend(one)) {
        sum += pipe.tryReceive();
      }
    }
    return sum;
  }

  private static long misses(Pipe pipe, int count) {
    long misses = 0;
    for (int i = 0; i < count; i++) {
      if (pipe.tryReceive() == null) {
        misses++;
      }
    }
    return misses;
  }
}
