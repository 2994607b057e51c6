package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * What one of many takes of memory: the difference between before and after, divided by their
 * number. It is the counter {@code bytes} that counts; the time says nothing. One iteration in a
 * new JVM, so that nothing is left of an earlier one.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx6g"}) // its free memory is exact, and it grows as needed
public class MemoryBenchmark {

  /** The result. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counter {
    public double bytes;
  }

  /** Channels that hold nothing, each of which has been used. */
  @State(Scope.Benchmark)
  public static class Channels {
    @Param({"goprims", "jox"})
    public String peer;

    @Param("1")
    public int capacity;

    @Param({"1000", "1000000"})
    public int channels;

    private Object[] kept;

    private void fill(Object[] array) throws InterruptedException {
      kept = array;
      for (int i = 0; i < kept.length; i++) {
        Pipe pipe = Peers.open(peer, capacity);
        pipe.send(Transfers.value(1));
        Transfers.check("value", pipe.receive(), 1);
        kept[i] = pipe.bare();
      }
    }
  }

  @Benchmark
  public Object channel(Channels channels, Counter counter) throws InterruptedException {
    channels.fill(new Object[1]); // loads classes
    Object[] kept = new Object[channels.channels];
    long before = Memory.heap();
    channels.fill(kept);
    counter.bytes = (double) (Memory.heap() - before) / kept.length;
    return kept;
  }

  /** Threads that wait to receive from one unbuffered channel, or just wait; nobody ends that. */
  @State(Scope.Benchmark)
  public static class Threads {
    @Param({"goprims", "jox", "abq", "syncq", "floor-park"})
    public String peer;

    @Param("0")
    public int capacity;

    @Param({"1000", "100000"})
    public int threads;

    private Thread[] parked = {};

    private double bytesOfEach(Memories memories) throws InterruptedException {
      ParkedKind kind = kind(peer);
      Parked.end(Parked.startBy(new Thread[1], kind.starter())); // loads classes
      parked = new Thread[threads];
      long before = memories.used();
      Parked.startBy(parked, kind.starter());
      return (double) (memories.used() - before) / threads;
    }

    private static ParkedKind kind(String peer) {
      return switch (peer) {
        case "goprims" -> ParkedKind.RECEIVE;
        case "jox" -> ParkedKind.JOX;
        case "abq" -> ParkedKind.ABQ;
        case "syncq" -> ParkedKind.SYNCQ;
        case "floor-park" -> ParkedKind.PARK;
        default -> throw new IllegalArgumentException(peer + " parks no threads");
      };
    }
  }

  private interface Memories {
    long used() throws InterruptedException;
  }

  /** Of the heap, stack included, since the stack of a parked virtual thread lies there. */
  @Benchmark
  public void parkedHeap(Threads threads, Counter counter) throws InterruptedException {
    counter.bytes = threads.bytesOfEach(Memory::heap);
  }

  /** Of the process, with all that the heap keeps free and that starting the threads has left. */
  @Benchmark
  public void parkedResident(Threads threads, Counter counter) throws InterruptedException {
    counter.bytes = threads.bytesOfEach(Memory::resident);
  }
}
