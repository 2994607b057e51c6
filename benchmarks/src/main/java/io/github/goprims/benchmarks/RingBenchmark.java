package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/**
 * Threads pass one token around: nothing is left of a channel but that one thread waits and another
 * ends that.
 *
 * <p>The floors need no channel for it: a token that nobody else can hold is a counter. Peer {@code
 * floor-switch} passes nothing, its threads yield as often as a token would be passed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class RingBenchmark {
  /** How often the token is passed in one run, whatever the size of the ring. */
  public static final int HOPS = 100_000;

  private static final Integer TOKEN = Transfers.value(1);

  @Param({"goprims", "floor-park"})
  public String peer;

  @Param("0")
  public int capacity;

  /** How many there are in the ring. */
  @Param({"2", "10", "100"})
  public int threads;

  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void hop() throws InterruptedException {
    int laps = Runs.of(HOPS) / threads;
    Crew.run(
        peer.equals("floor-switch") ? crew -> yieldAll(crew, laps) : crew -> passAll(crew, laps));
  }

  private void passAll(Crew crew, int laps) throws InterruptedException {
    Seat[] seats = Stream.generate(this::seat).limit(threads).toArray(Seat[]::new);
    for (int i = 1; i < threads; i++) {
      Seat own = seats[i];
      Seat next = seats[(i + 1) % threads];
      crew.start(() -> pass(own, next, laps));
    }
    long tokens = 0;
    for (int lap = 0; lap < laps; lap++) {
      seats[1].lay();
      tokens += seats[0].take();
    }
    Transfers.check("tokens", tokens, laps);
  }

  private static void pass(Seat own, Seat next, int laps) throws InterruptedException {
    for (int lap = 0; lap < laps; lap++) {
      own.take();
      next.lay();
    }
  }

  private void yieldAll(Crew crew, int times) {
    for (int i = 1; i < threads; i++) {
      crew.start(() -> yieldOften(times));
    }
    yieldOften(times);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
  private static void yieldOften(int times) {
    for (int i = 0; i < times; i++) {
      Thread.yield();
    }
  }

  private Seat seat() {
    return peer.startsWith("floor-")
        ? new FloorSeat(new FloorCounter(Peers.floor(peer)))
        : new PipeSeat(Peers.open(peer, capacity));
  }

  /** Where one thread waits for the token. */
  private interface Seat {
    void lay() throws InterruptedException;

    /** Waits for the token; returns one. */
    int take() throws InterruptedException;
  }

  private record PipeSeat(Pipe pipe) implements Seat {
    @Override
    public void lay() throws InterruptedException {
      pipe.send(TOKEN);
    }

    @Override
    public int take() throws InterruptedException {
      return pipe.receive();
    }
  }

  private static final class FloorSeat implements Seat {
    private final FloorCounter laid;
    private long taken;

    FloorSeat(FloorCounter laid) {
      this.laid = laid;
    }

    @Override
    public void lay() {
      laid.raiseTo(laid.count() + 1);
    }

    @Override
    public int take() {
      laid.awaitMoreThan(taken++);
      return 1;
    }
  }
}
