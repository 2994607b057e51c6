package io.github.goprims.benchmarks;

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

/** A lock around a short computation, with a longer one outside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class LockBenchmark {
  public static final int OPERATIONS = 1_000_000;

  @Param({"goprims", "reentrant"})
  public String peer;

  /** Rounds of computing in the section. */
  @Param({"2", "20"})
  public int capacity;

  @Param({"2", "8", "100"})
  public int threads;

  @Param({"virtual", "platform"})
  public String kind;

  private Locks lock;
  private int holds; // guarded by the lock
  private int state; // guarded by the lock

  @Setup(Level.Trial)
  public void open() {
    if (!peer.equals(Peers.KOTLIN)) {
      lock = Locks.open(peer);
    }
  }

  /** One thread, which finds the lock free. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void uncontended() {
    int count = Runs.of(OPERATIONS);
    if (peer.equals(Peers.KOTLIN)) {
      Transfers.check("holds", Coroutines.uncontended(count), count);
      return;
    }
    holds = 0;
    for (int i = 0; i < count; i++) {
      lock.lock();
      holds++;
      lock.unlock();
    }
    Transfers.check("holds", holds, count);
  }

  /** All threads want it. Outside they compute five times as long as inside, or twice. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void contended() throws InterruptedException {
    int share = Runs.of(OPERATIONS) / threads;
    int all = share * threads;
    int outside = capacity < 10 ? 5 * capacity : 2 * capacity;
    if (peer.equals(Peers.KOTLIN)) {
      int computed = Coroutines.contended(threads, share, capacity, outside);
      Transfers.check("state", computed, expected(all * capacity));
      return;
    }
    AtomicInteger seeds = new AtomicInteger(1);
    AtomicInteger sink = new AtomicInteger();
    holds = 0;
    state = 1;
    Workers.run(
        kind,
        threads,
        () -> {
          int x = seeds.getAndIncrement();
          for (int i = 0; i < share; i++) {
            lock.lock();
            holds++;
            state = Workers.compute(state, capacity);
            lock.unlock();
            x = Workers.compute(x, outside);
          }
          sink.addAndGet(x);
        });
    Transfers.check("holds", holds, all);
    Transfers.check("state", state, expected(all * capacity));
  }

  private int roundsExpected = -1;
  private int stateExpected;

  private int expected(int rounds) {
    if (roundsExpected != rounds) {
      roundsExpected = rounds;
      stateExpected = Workers.compute(1, rounds);
    }
    return stateExpected;
  }
}
