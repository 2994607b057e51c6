package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/** Two threads send one value to and fro over two channels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class PingPongBenchmark {
  public static final int ROUND_TRIPS = 50_000;

  @Param({"goprims", "jox"})
  public String peer;

  @Param("0")
  public int capacity;

  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException {
    int count = Runs.of(ROUND_TRIPS);
    long sum = peer.equals(Peers.KOTLIN) ? Coroutines.pingPong(count) : sumOfRoundTrips(count);
    Transfers.check("sum", sum, count);
  }

  private long sumOfRoundTrips(int count) throws InterruptedException {
    Pipe ping = Peers.open(peer, capacity);
    Pipe pong = Peers.open(peer, capacity);
    AtomicLong sum = new AtomicLong();
    Crew.run(
        crew -> {
          crew.start(() -> echo(ping, pong, count));
          sum.addAndGet(call(ping, pong, count));
        });
    return sum.get();
  }

  private static long call(Pipe ping, Pipe pong, int count) throws InterruptedException {
    Integer one = Transfers.value(1);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      ping.send(one);
      sum += pong.receive();
    }
    return sum;
  }

  private static void echo(Pipe ping, Pipe pong, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      pong.send(ping.receive());
    }
  }
}
