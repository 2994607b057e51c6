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

/** One thread selects from several channels, with receive cases only. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class SelectBenchmark {
  /** How many values one run selects: the same number from each of up to 256 channels. */
  public static final int SELECTS = 25_600;

  /** How often one run looks in vain. */
  public static final int MISSES = 500_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "16"})
  public int capacity;

  @Param({"2", "5", "8"})
  public int channels;

  /** Each channel has a sender of its own that never pauses. */
  @Benchmark
  @OperationsPerInvocation(SELECTS)
  public void receiveAny() throws InterruptedException {
    int count = Runs.of(SELECTS);
    int share = count / channels;
    if (peer.equals(Peers.KOTLIN)) {
      long sum = Coroutines.select(channels, capacity, count);
      Transfers.check("sum", sum, channels * Transfers.sum(share));
      return;
    }
    Crew.run(
        crew -> {
          Choice choice = Peers.openChoice(peer, capacity, channels);
          for (int i = 0; i < channels; i++) {
            Pipe pipe = choice.pipe(i);
            crew.start(() -> Transfers.send(pipe, share));
          }
          Transfers.check("sum", received(choice, count), channels * Transfers.sum(share));
        });
  }

  /** Only the last channel has a sender, and the others never a value. */
  @Benchmark
  @OperationsPerInvocation(SELECTS)
  public void receiveFromOne() throws InterruptedException {
    int count = Runs.of(SELECTS);
    if (peer.equals(Peers.KOTLIN)) {
      long sum = Coroutines.selectOne(channels, capacity, count);
      Transfers.check("sum", sum, Transfers.sum(count));
      return;
    }
    Crew.run(
        crew -> {
          Choice choice = Peers.openChoice(peer, capacity, channels);
          Pipe pipe = choice.pipe(channels - 1);
          crew.start(() -> Transfers.send(pipe, count));
          Transfers.check("sum", received(choice, count), Transfers.sum(count));
        });
  }

  /** All channels are empty, so that the default is taken. */
  @Benchmark
  @OperationsPerInvocation(MISSES)
  public void tryReceiveAny() throws InterruptedException {
    int count = Runs.of(MISSES);
    Crew.run(
        crew -> {
          Choice choice = Peers.openChoice(peer, capacity, channels);
          Transfers.check("misses", misses(choice, count), count);
        });
  }

  private static long received(Choice choice, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += choice.receiveAny();
    }
    return sum;
  }

  private static long misses(Choice choice, int count) throws InterruptedException {
    long misses = 0;
    for (int i = 0; i < count; i++) {
      if (choice.tryReceiveAny() == null) {
        misses++;
      }
    }
    return misses;
  }
}
