package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.openjdk.jmh.annotations.Warmup;

/** Two fields that writers change together, and readers compare. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class ReadWriteBenchmark {
  public static final int OPERATIONS = 1_000_000;

  @Param({"goprims", "stamped"})
  public String peer;

  /** Writes in a hundred operations. */
  @Param({"0", "1", "10"})
  public int capacity;

  @Param({"1", "2", "8"})
  public int threads;

  @Param({"virtual", "platform"})
  public String kind;

  private ReadWriteLocks lock;
  private int left; // both guarded by the lock
  private int right;

  @Setup(Level.Trial)
  public void open() {
    lock = ReadWriteLocks.open(peer);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void readAndWrite() throws InterruptedException {
    int share = Runs.of(OPERATIONS) / threads;
    AtomicInteger seeds = new AtomicInteger(1);
    AtomicLong writes = new AtomicLong();
    left = 0;
    right = 0;
    Workers.run(kind, threads, () -> writes.addAndGet(work(seeds.getAndIncrement(), share)));
    Transfers.check("left", left, writes.get());
    Transfers.check("right", right, writes.get());
  }

  private int work(int seed, int share) {
    int x = seed * 7_919;
    int writes = 0;
    for (int i = 0; i < share; i++) {
      x = Workers.compute(x, 1);
      if ((x >>> 1) % 100 < capacity) {
        lock.lock();
        left++;
        right++;
        lock.unlock();
        writes++;
      } else {
        lock.readLock();
        int torn = left - right;
        lock.readUnlock();
        Transfers.check("torn", torn, 0);
      }
    }
    return writes;
  }
}
