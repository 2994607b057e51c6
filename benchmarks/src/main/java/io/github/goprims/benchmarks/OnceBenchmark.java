package io.github.goprims.benchmarks;

import io.github.goprims.gosync.Once;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/** A value that has been computed, and is asked for again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class OnceBenchmark {
  public static final int LOOKS = 100_000;

  @Param({"goprims", "dcl"})
  public String peer;

  private final Once once = new Once();
  private Supplier<Integer> supplier;
  private int runs;

  @Setup(Level.Trial)
  public void compute() {
    supplier =
        switch (peer) {
          case "goprims" -> Once.value(() -> 1);
          case "dcl" -> new DoubleChecked();
          default -> throw new IllegalArgumentException(peer + " computes nothing once");
        };
    Transfers.check("value", supplier.get(), 1);
  }

  /** By a supplier that computes once. */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void value() {
    int sum = 0;
    for (int i = 0; i < LOOKS; i++) {
      sum += supplier.get();
    }
    Transfers.check("sum", sum, LOOKS);
  }

  /** By an action that is run before each use; ours only. */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void run() {
    for (int i = 0; i < LOOKS; i++) {
      once.run(this::count);
    }
    Transfers.check("runs", runs, 1);
  }

  private void count() {
    runs++;
  }

  /** What everybody writes by hand. */
  private static final class DoubleChecked implements Supplier<Integer> {
    private volatile Integer value;

    @Override
    public Integer get() {
      Integer seen = value;
      if (seen == null) {
        synchronized (this) {
          seen = value;
          if (seen == null) {
            seen = 1;
            value = seen;
          }
        }
      }
      return seen;
    }
  }
}
