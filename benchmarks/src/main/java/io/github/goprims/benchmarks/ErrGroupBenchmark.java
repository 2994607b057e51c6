package io.github.goprims.benchmarks;

import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.WaitGroup;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Tasks that might fail, each in a thread of its own, which are waited for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "--enable-preview"}) // for TaskScope
public class ErrGroupBenchmark {

  @Param({"goprims", "goprims-waitgroup", "executor"})
  public String peer;

  /** How many tasks. */
  @Param("10000")
  public int capacity;

  /** How many may run at once; zero for no limit. */
  @Param("0")
  public int limit;

  @Benchmark
  public void startAndAwait() throws InterruptedException {
    Crew.run(crew -> startAndAwaitAll());
  }

  private void startAndAwaitAll() throws Exception {
    int[] results = new int[capacity]; // plain: the wait makes them visible
    switch (peer) {
      case "goprims" -> {
        try (ErrGroup group = ErrGroup.withContext(Context.background())) {
          group.limit(limit == 0 ? -1 : limit);
          for (int i = 0; i < capacity; i++) {
            group.go(task(results, i));
          }
          group.await();
        }
      }
      case "goprims-waitgroup" -> {
        WaitGroup group = new WaitGroup();
        for (int i = 0; i < capacity; i++) {
          group.go(task(results, i));
        }
        group.await();
      }
      case "sts" -> {
        try (TaskScope scope = new TaskScope()) {
          for (int i = 0; i < capacity; i++) {
            int task = i;
            scope.fork(() -> results[task] = 1);
          }
          scope.join();
        }
      }
      case "executor" -> {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int i = 0; i < capacity; i++) {
            int task = i;
            executor.execute(() -> results[task] = 1);
          }
        }
      }
      default -> throw new IllegalArgumentException(peer + " runs no tasks that might fail");
    }
    Transfers.check("results", IntStream.of(results).sum(), capacity);
  }

  private static Task task(int[] results, int task) {
    return () -> results[task] = 1;
  }
}
