package io.github.goprims.gochan;

import io.github.goprims.gochan.testing.HastyClock;
import io.github.goprims.gochan.testing.LincheckRuns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random operations of a few threads on one channel: the answers must be those of a plain queue to
 * which the same operations came one after the other.
 *
 * <p>Timed operations join the queue of waiters and give up at their next look at the {@link
 * HastyClock}, unless a partner came in between. For a buffered channel that is one more try, as
 * far as the answers can tell. For an unbuffered one it is not, since a send and a receive that
 * meet have to overlap: see {@link HandOffLincheck}.
 */
class ChannelLincheck {

  @Test
  void buffersOneByModel() {
    HastyClock.rules(() -> LincheckRuns.model(CapacityOne.class, QueueOfOne.class));
  }

  @Test
  void buffersTwoByModel() {
    HastyClock.rules(() -> LincheckRuns.model(CapacityTwo.class, QueueOfTwo.class));
  }

  @Test
  void buffersTwoUnderStress() {
    LincheckRuns.stress(CapacityTwo.class, QueueOfTwo.class);
  }

  @Test
  void buffersNothingByModel() {
    LincheckRuns.model(Unbuffered.class, QueueOfNone.class);
  }

  @Test
  void batchesByModel() {
    HastyClock.rules(() -> LincheckRuns.model(Batches.class, QueueOfTwo.class));
  }

  @Test
  void batchesUnderStress() {
    LincheckRuns.stress(Batches.class, QueueOfTwo.class);
  }

  /** What the threads may do; the names are those of {@link Queue}. */
  @Param(name = "value", gen = IntGen.class, conf = "1:3")
  public abstract static class Tries {
    final Channel<Integer> channel;

    Tries(int capacity) {
      channel = Channel.make(capacity);
    }

    @Operation
    public boolean trySend(@Param(name = "value") int value) {
      return channel.trySend(value);
    }

    @Operation
    public @Nullable Integer tryReceive() {
      return channel.tryReceive();
    }

    @Operation
    public boolean tryClose() {
      return channel.tryClose();
    }

    @Operation
    public boolean isClosed() {
      return channel.isClosed();
    }

    @Operation
    public boolean isDrained() {
      return channel.isDrained();
    }

    @Operation
    public int length() {
      return channel.length();
    }
  }

  /** The same with waits. */
  public abstract static class Waits extends Tries {
    private static final Duration A_MOMENT = Duration.ofNanos(1);

    Waits(int capacity) {
      super(capacity);
    }

    @Operation
    public boolean send(@Param(name = "value") int value) throws InterruptedException {
      return channel.send(value, A_MOMENT);
    }

    @Operation
    public @Nullable Integer receive() throws InterruptedException {
      return channel.receive(A_MOMENT);
    }
  }

  public static final class Unbuffered extends Tries {
    public Unbuffered() {
      super(0);
    }
  }

  public static final class CapacityOne extends Waits {
    public CapacityOne() {
      super(1);
    }
  }

  public static final class CapacityTwo extends Waits {
    public CapacityTwo() {
      super(2);
    }
  }

  /** Batches of what the buffer can hold. Not with length, for which a batch takes time. */
  @Param(name = "value", gen = IntGen.class, conf = "1:3")
  public static final class Batches {
    private final Channel<Integer> channel = Channel.make(2);

    @Operation
    public boolean trySend(@Param(name = "value") int value) {
      return channel.trySend(value);
    }

    @Operation
    public boolean send(@Param(name = "value") int value) throws InterruptedException {
      return channel.send(value, Waits.A_MOMENT);
    }

    @Operation
    public @Nullable Integer tryReceive() {
      return channel.tryReceive();
    }

    @Operation
    public List<Integer> tryReceiveTwo() {
      return channel.tryReceiveMany(2);
    }

    @Operation
    public boolean tryClose() {
      return channel.tryClose();
    }

    @Operation
    public boolean isDrained() {
      return channel.isDrained();
    }
  }

  /** What a channel promises to those who do not wait, said in the simplest way. */
  public abstract static class Queue {
    private final Deque<Integer> values = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;

    Queue(int capacity) {
      this.capacity = capacity;
    }

    public boolean trySend(int value) {
      if (closed) {
        throw new ChannelClosedException("send on closed channel");
      }
      return values.size() < capacity && values.add(value);
    }

    public boolean send(int value) {
      return trySend(value);
    }

    public @Nullable Integer tryReceive() {
      return values.poll();
    }

    public @Nullable Integer receive() {
      return tryReceive();
    }

    public List<Integer> tryReceiveTwo() {
      return Stream.generate(values::poll).limit(2).takeWhile(Objects::nonNull).toList();
    }

    public boolean tryClose() {
      boolean first = !closed;
      closed = true;
      return first;
    }

    public boolean isClosed() {
      return closed;
    }

    public boolean isDrained() {
      return closed && values.isEmpty();
    }

    public int length() {
      return values.size();
    }
  }

  public static final class QueueOfNone extends Queue {
    public QueueOfNone() {
      super(0);
    }
  }

  public static final class QueueOfOne extends Queue {
    public QueueOfOne() {
      super(1);
    }
  }

  public static final class QueueOfTwo extends Queue {
    public QueueOfTwo() {
      super(2);
    }
  }
}
