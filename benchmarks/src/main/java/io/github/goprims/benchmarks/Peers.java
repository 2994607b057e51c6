package io.github.goprims.benchmarks;

import com.softwaremill.jox.SelectClause;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Clause;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/** The contenders, by the names that the parameter {@code peer} takes. */
public final class Peers {
  /** Coroutines instead of threads: its programs are in Kotlin. */
  static final String KOTLIN = "kotlin";

  private Peers() {}

  /** Opens a channel of the peer; capacity zero means unbuffered. */
  public static Pipe open(String peer, int capacity) {
    return switch (peer) {
      case "goprims" -> new GoprimsPipe(Channel.make(capacity));
      case "jox" -> new JoxPipe(jox(capacity));
      case "abq" -> new QueuePipe(new ArrayBlockingQueue<>(buffered(peer, capacity)));
      case "lbq" -> new QueuePipe(new LinkedBlockingQueue<>(buffered(peer, capacity)));
      case "syncq" -> new QueuePipe(new SynchronousQueue<>(fair(peer, capacity)));
      case "syncq-unfair" -> new QueuePipe(new SynchronousQueue<>(!fair(peer, capacity)));
      case "ltq" -> new TransferPipe(transferQueue(peer, capacity));
      case "jctools" -> new TryOnlyPipe(new MpmcVarHandleArrayQueue<>(buffered(peer, capacity)));
      case "floor-park", "floor-yield", "floor-spin" -> new FloorPipe(floor(peer), capacity);
      default -> throw new IllegalArgumentException("unknown peer: " + peer);
    };
  }

  /** What a thread does before it parks, if the peer is the JVM without a library. */
  static FloorCounter.Policy floor(String peer) {
    return switch (peer) {
      case "floor-park" -> FloorCounter.Policy.PARK;
      case "floor-yield" -> FloorCounter.Policy.YIELD;
      case "floor-spin" -> FloorCounter.Policy.SPIN;
      default -> throw new IllegalArgumentException(peer + " is no floor");
    };
  }

  /** Opens that many channels of the peer, to select from. */
  public static Choice openChoice(String peer, int capacity, int channels) {
    return switch (peer) {
      case "goprims" -> new GoprimsChoice(goprims(capacity, channels));
      case "goprims-first" -> new GoprimsFirstChoice(goprims(capacity, channels));
      case "jox" -> new JoxChoice(Stream.generate(() -> jox(capacity)).limit(channels).toList());
      default -> throw new IllegalArgumentException(peer + " has no select");
    };
  }

  /** Makes the peer's bare channels, for measuring what one costs. */
  public static Supplier<Object> maker(String peer, int capacity) {
    return switch (peer) {
      case "goprims" -> capacity == 0 ? Channel::make : () -> Channel.make(capacity);
      case "jox" -> () -> jox(capacity);
      case "abq" -> () -> new ArrayBlockingQueue<Integer>(buffered(peer, capacity));
      case "lbq" -> () -> new LinkedBlockingQueue<Integer>(buffered(peer, capacity));
      case "syncq" -> () -> new SynchronousQueue<Integer>(fair(peer, capacity));
      case "syncq-unfair" -> () -> new SynchronousQueue<Integer>(!fair(peer, capacity));
      case "ltq" -> () -> transferQueue(peer, capacity);
      case "jctools" -> () -> new MpmcVarHandleArrayQueue<Integer>(buffered(peer, capacity));
      default -> throw new IllegalArgumentException("unknown peer: " + peer);
    };
  }

  private static List<Channel<Integer>> goprims(int capacity, int channels) {
    return Stream.generate(() -> Channel.<Integer>make(capacity)).limit(channels).toList();
  }

  private static com.softwaremill.jox.Channel<Integer> jox(int capacity) {
    return capacity == 0
        ? com.softwaremill.jox.Channel.newRendezvousChannel()
        : com.softwaremill.jox.Channel.newBufferedChannel(capacity);
  }

  private static LinkedTransferQueue<Integer> transferQueue(String peer, int capacity) {
    unbuffered(peer, capacity);
    return new LinkedTransferQueue<>();
  }

  private static boolean fair(String peer, int capacity) {
    unbuffered(peer, capacity);
    return true;
  }

  private static void unbuffered(String peer, int capacity) {
    if (capacity != 0) {
      throw new IllegalArgumentException(peer + " has no buffer: capacity " + capacity);
    }
  }

  private static int buffered(String peer, int capacity) {
    if (capacity == 0) {
      throw new IllegalArgumentException(peer + " needs a buffer: capacity 0");
    }
    return capacity;
  }

  private record GoprimsPipe(Channel<Integer> channel) implements Pipe {
    @Override
    public Object bare() {
      return channel;
    }

    @Override
    public void send(Integer value) throws InterruptedException {
      channel.send(value);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return channel.receive();
    }

    @Override
    public boolean trySend(Integer value) {
      return channel.trySend(value);
    }

    @Override
    public Integer tryReceive() {
      return channel.tryReceive();
    }
  }

  /** Jox has no tries of its own: a select with a default is its nearest. */
  private record JoxPipe(com.softwaremill.jox.Channel<Integer> channel) implements Pipe {
    private static final Object NOT_READY = new Object();

    @Override
    public Object bare() {
      return channel;
    }

    @Override
    public void send(Integer value) throws InterruptedException {
      channel.send(value);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return channel.receive();
    }

    @Override
    public boolean trySend(Integer value) {
      try {
        return com.softwaremill.jox.Select.select(
                channel.sendClause(value), com.softwaremill.jox.Select.defaultClause(NOT_READY))
            != NOT_READY;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Integer tryReceive() {
      try {
        Object value =
            com.softwaremill.jox.Select.select(
                channel.receiveClause(), com.softwaremill.jox.Select.defaultClause(NOT_READY));
        return value == NOT_READY ? null : (Integer) value;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The prepared form of select. */
  private record GoprimsChoice(
      List<Channel<Integer>> channels, Select select, List<ReceiveCase<Integer>> cases)
      implements Choice {
    GoprimsChoice(List<Channel<Integer>> channels) {
      this(channels, Select.create(), new ArrayList<>());
      channels.forEach(channel -> cases.add(select.onReceive(channel)));
    }

    @Override
    public Pipe pipe(int index) {
      return new GoprimsPipe(channels.get(index));
    }

    @Override
    public Integer receiveAny() throws InterruptedException {
      return cases.get(select.await().index()).value();
    }

    @Override
    public Integer tryReceiveAny() {
      SelectCase chosen = select.poll();
      return chosen == null ? null : cases.get(chosen.index()).value();
    }
  }

  /** The form of select that makes its clauses anew each time, as that of Jox. */
  private record GoprimsFirstChoice(List<Channel<Integer>> channels) implements Choice {
    @Override
    public Pipe pipe(int index) {
      return new GoprimsPipe(channels.get(index));
    }

    @Override
    public Integer receiveAny() throws InterruptedException {
      return Select.first(clauses(channels.size()));
    }

    @Override
    public Integer tryReceiveAny() throws InterruptedException {
      Clause<Integer, RuntimeException>[] clauses = clauses(channels.size() + 1);
      clauses[channels.size()] = Select.otherwise(() -> null);
      return Select.first(clauses);
    }

    private Clause<Integer, RuntimeException>[] clauses(int length) {
      @SuppressWarnings({"unchecked", "rawtypes"}) // no clause of another type goes in
      Clause<Integer, RuntimeException>[] clauses = new Clause[length];
      for (int i = 0; i < channels.size(); i++) {
        clauses[i] = Select.receive(channels.get(i), value -> value);
      }
      return clauses;
    }
  }

  private record JoxChoice(List<com.softwaremill.jox.Channel<Integer>> channels) implements Choice {
    @Override
    public Pipe pipe(int index) {
      return new JoxPipe(channels.get(index));
    }

    @Override
    public Integer receiveAny() throws InterruptedException {
      return (Integer) com.softwaremill.jox.Select.select(clauses(channels.size()));
    }

    @Override
    public Integer tryReceiveAny() throws InterruptedException {
      SelectClause<?>[] clauses = clauses(channels.size() + 1);
      clauses[channels.size()] = com.softwaremill.jox.Select.defaultClause(JoxPipe.NOT_READY);
      Object value = com.softwaremill.jox.Select.select(clauses);
      return value == JoxPipe.NOT_READY ? null : (Integer) value;
    }

    /** One receive clause for each channel: they are made anew for each select. */
    private SelectClause<?>[] clauses(int length) {
      SelectClause<?>[] clauses = new SelectClause<?>[length];
      for (int i = 0; i < channels.size(); i++) {
        clauses[i] = channels.get(i).receiveClause();
      }
      return clauses;
    }
  }

  private record QueuePipe(BlockingQueue<Integer> queue) implements Pipe {
    @Override
    public Object bare() {
      return queue;
    }

    @Override
    public void send(Integer value) throws InterruptedException {
      queue.put(value);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return queue.take();
    }

    @Override
    public boolean trySend(Integer value) {
      return queue.offer(value);
    }

    @Override
    public Integer tryReceive() {
      return queue.poll();
    }
  }

  private record TransferPipe(LinkedTransferQueue<Integer> queue) implements Pipe {
    @Override
    public Object bare() {
      return queue;
    }

    @Override
    public void send(Integer value) throws InterruptedException {
      queue.transfer(value);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return queue.take();
    }

    @Override
    public boolean trySend(Integer value) {
      return queue.tryTransfer(value);
    }

    @Override
    public Integer tryReceive() {
      return queue.poll();
    }
  }

  /** A queue that cannot block, as a floor for the rows that never need to. */
  private record TryOnlyPipe(MpmcVarHandleArrayQueue<Integer> queue) implements Pipe {
    @Override
    public Object bare() {
      return queue;
    }

    @Override
    public void send(Integer value) {
      throw new UnsupportedOperationException("send");
    }

    @Override
    public Integer receive() {
      throw new UnsupportedOperationException("receive");
    }

    @Override
    public boolean trySend(Integer value) {
      return queue.offer(value);
    }

    @Override
    public Integer tryReceive() {
      return queue.poll();
    }
  }
}
