package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Timers that are set and cancelled, as nearly all timeouts are; none rings. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class TimerBenchmark {
  public static final int OPERATIONS = 1_000_000;

  @Param({"goprims", "stpe"})
  public String peer;

  @Param({"0", "100000"})
  public int pending;

  @Param({"1", "2"})
  public int setters;

  private Timers timers;
  private Object[] others;

  @Setup(Level.Trial)
  public void setOthers() {
    timers = Timers.open(peer);
    others = new Object[pending];
    setAll(others);
  }

  @TearDown(Level.Trial)
  public void cancelOthers() {
    Transfers.check("cancelled", cancelAll(others), pending);
  }

  /** Each thread sets a timer and cancels it, while the others lie about. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void setAndCancel() throws InterruptedException {
    int share = Runs.of(OPERATIONS) / setters;
    int all = share * setters;
    AtomicLong cancelled = new AtomicLong();
    Crew.run(
        crew -> {
          for (int i = 0; i < setters; i++) {
            crew.start(() -> cancelled.addAndGet(setAndCancel(share)));
          }
        });
    Transfers.check("cancelled", cancelled.get(), all);
  }

  /** One thread sets all timers, and then cancels them in the same order. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void setAllThenCancelAll() throws InterruptedException {
    Object[] all = new Object[Runs.of(OPERATIONS)];
    Crew.run(
        crew -> {
          setAll(all);
          Transfers.check("cancelled", cancelAll(all), all.length);
        });
  }

  private long setAndCancel(int count) {
    long cancelled = 0;
    for (int i = 0; i < count; i++) {
      Object timer = timers.set(delay(i), TimerBenchmark::rang);
      if (timers.cancel(timer)) {
        cancelled++;
      }
    }
    return cancelled;
  }

  private void setAll(Object[] all) {
    for (int i = 0; i < all.length; i++) {
      all[i] = timers.set(delay(i), TimerBenchmark::rang);
    }
  }

  private long cancelAll(Object[] all) {
    long cancelled = 0;
    for (Object timer : all) {
      if (timers.cancel(timer)) {
        cancelled++;
      }
    }
    return cancelled;
  }

  /** Never reached, and another one for each of a million timers in a row. */
  private static long delay(int i) {
    long spread = Integer.toUnsignedLong(i * (int) 2_654_435_761L) >>> 8;
    return TimeUnit.HOURS.toNanos(1) + spread * 200_000;
  }

  private static void rang() {
    System.err.println("a timer rang");
    Runtime.getRuntime().halt(1);
  }
}
