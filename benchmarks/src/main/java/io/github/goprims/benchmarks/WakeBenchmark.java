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

/** One thread sends, and many wait for a value: each that has got one waits again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class WakeBenchmark {
  public static final int SENDS = 100_000;

  private static final Integer VALUE = Transfers.value(1);
  private static final int END = 0;

  @Param({"goprims", "jox", "syncq"})
  public String peer;

  @Param("0")
  public int capacity;

  /** How many wait. */
  @Param({"1", "1000", "100000"})
  public int waiters;

  private final AtomicLong received = new AtomicLong();
  private Pipe pipe;
  private Thread[] threads;

  @Setup(Level.Trial)
  public void startWaiters() throws InterruptedException {
    pipe = Peers.open(peer, capacity);
    threads = Parked.start(waiters, this::receive);
  }

  @TearDown(Level.Trial)
  public void endWaiters() throws InterruptedException {
    for (int i = 0; i < waiters; i++) {
      pipe.send(Transfers.value(END));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Each send ends one wait. */
  @Benchmark
  @OperationsPerInvocation(SENDS)
  public void send() throws InterruptedException {
    int count = Runs.of(SENDS);
    long expected = received.get() + count;
    Crew.run(crew -> send(count, expected));
    Transfers.check("received", received.get(), expected);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the last receivers have their values, and count them
  private void send(int count, long expected) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      pipe.send(VALUE);
    }
    while (received.get() < expected) {
      Thread.yield();
    }
  }

  private void receive() throws InterruptedException {
    while (pipe.receive() != END) {
      received.incrementAndGet();
    }
  }
}
