package io.github.goprims.benchmarks;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Tasks that are started, each in a thread of its own that nobody keeps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class StartBenchmark {

  @Param({"goprims", "thread"})
  public String peer;

  /** How many tasks. */
  @Param("10000")
  public int capacity;

  /** The same count for both peers: they differ in the statement that starts a task. */
  @Benchmark
  public void start() throws InterruptedException {
    Crew.run(crew -> startAll());
  }

  private void startAll() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(capacity);
    Task task = ended::countDown;
    Runnable plain = ended::countDown;
    switch (peer) {
      case "goprims" -> {
        for (int i = 0; i < capacity; i++) {
          Go.go(task);
        }
      }
      case "thread" -> {
        for (int i = 0; i < capacity; i++) {
          Thread.startVirtualThread(plain);
        }
      }
      default -> throw new IllegalArgumentException(peer + " starts no goroutines");
    }
    ended.await();
  }
}
