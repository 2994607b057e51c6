package io.github.goprims.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
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

/** Many threads wait at one gate, or at several, until it is opened for all. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class CloseBenchmark {
  /** How many threads wait, at all gates together. */
  public static final int WAITERS = 100_000;

  @Param({"goprims", "jox", "cdl"})
  public String peer;

  /** How many wait at one gate. */
  @Param({"1", "1000", "100000"})
  public int capacity;

  private Gates[] gates;
  private CountDownLatch ended;

  /** Starting the threads is not measured. */
  @Setup(Level.Invocation)
  public void startWaiters() throws InterruptedException {
    int waiters = Runs.of(WAITERS);
    ended = new CountDownLatch(waiters);
    gates = new Gates[waiters / capacity];
    Arrays.setAll(gates, i -> Gates.make(peer));
    AtomicInteger next = new AtomicInteger();
    Parked.startBy(new Thread[waiters], () -> waitAt(gates[next.getAndIncrement() / capacity]));
  }

  private Thread waitAt(Gates gate) {
    CountDownLatch latch = ended;
    return Thread.startVirtualThread(
        () -> {
          try {
            gate.await();
            latch.countDown();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Opens each gate, and ends when no thread waits any more. */
  @Benchmark
  @OperationsPerInvocation(WAITERS)
  public void openAll() throws InterruptedException {
    Crew.run(
        crew -> {
          for (Gates gate : gates) {
            gate.open();
          }
          ended.await();
        });
  }
}
