package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.Values;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conduit for values between threads, with the semantics of a Go channel.
 *
 * {@snippet file="io/github/goprims/gochan/ChannelSamples.java" region="hello"}
 *
 * <p>An unbuffered channel passes a value when a sender and a receiver meet. A buffered one holds
 * up to its capacity, so that senders wait only while it is full and receivers only while it is
 * empty. Values leave in the order in which their sends took effect, and each goes to exactly one
 * receiver. Blocked senders are served first come, first served, and so are blocked receivers. (A
 * thread counts as blocked once it has looked in vain: for a microsecond or two, or for up to some
 * 60 where looking has paid.)
 *
 * <p>Any number of threads, virtual or not, may use a channel in both directions at once. A channel
 * with no threads on it is garbage like any other object: it need not be closed, and is not {@link
 * AutoCloseable}.
 *
 * <p>Memory consistency effects:
 *
 * <ul>
 *   <li>actions before a send <i>happen-before</i> actions after the receive that takes its value;
 *   <li>actions before close <i>happen-before</i> actions after a receive that returns because the
 *       channel is closed;
 *   <li>unbuffered: actions before a receive <i>happen-before</i> actions after the send that gave
 *       its value;
 *   <li>with capacity C: actions before receive k <i>happen-before</i> actions after send k + C, so
 *       that a buffered channel can serve as a counting semaphore;
 *   <li>lengths, state queries and tries that fail order nothing.
 * </ul>
 *
 * <p>Semantics: the chapters on channel types, send statements, receive operator and close of the
 * Go specification, and the Go memory model.
 *
 * @param <T> the type of the values
 */
public final class Channel<T> implements SendChannel<T>, ReceiveChannel<T> {

  static final int MAX_CAPACITY = 1 << 30;

  /** Apart, so that this class has nothing to set up: see {@link Rehearsal}. */
  private static final class Nil {
    static final Channel<Object> CHANNEL = new Channel<>(NilCore.INSTANCE);
  }

  private static final String SEND = "send on";
  private static final String RECEIVE = "receive on";

  private final ChannelCore core;

  Channel(ChannelCore core) {
    this.core = core;
  }

  /**
   * Makes an unbuffered channel.
   *
   * @param <T> the type of the values
   * @return a new channel
   */
  public static <T> Channel<T> make() {
    Rehearsal.ensure();
    return new Channel<>(new RendezvousCore());
  }

  /**
   * Makes a channel with a buffer, or without one if {@code capacity} is zero.
   *
   * <p>The buffer is allocated at once: 8 bytes for each slot (12 without compressed references),
   * the number of slots being the capacity rounded up to a power of two, and two at least. Beside
   * that a channel takes some 160 bytes, and as much again once senders and receivers have been
   * found to run on two processors.
   *
   * @param capacity how many values it holds, from zero to 2<sup>30</sup>
   * @param <T> the type of the values
   * @return a new channel
   * @throws IllegalArgumentException "makechan: size out of range: …"
   */
  public static <T> Channel<T> make(int capacity) {
    if (capacity < 0 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("makechan: size out of range: " + capacity);
    }
    Rehearsal.ensure();
    return capacity == 0 ? make() : new Channel<>(new BufferedCore(capacity));
  }

  /**
   * Makes a channel with a name: {@code Channel<Order> orders = Channel.make("orders", 16)} infers
   * the type of the values, which {@code Channel.make(16).named("orders")} does not.
   *
   * @param name its name, see {@link #named}
   * @param capacity how many values it holds, see {@link #make(int)}; zero for an unbuffered
   *     channel
   * @param <T> the type of the values
   * @return a new channel
   * @throws NullPointerException "name"
   * @throws IllegalArgumentException "makechan: size out of range: …"
   */
  public static <T> Channel<T> make(String name, int capacity) {
    Objects.requireNonNull(name, "name");
    return Channel.<T>make(capacity).named(name);
  }

  /**
   * The nil channel: never ready. Sends and receives wait until they are interrupted or time out,
   * tries fail, and {@link #close}, {@link #tryClose} and {@link #named} throw {@link
   * IllegalStateException}.
   *
   * @param <T> any type: no value ever passes
   * @return the one nil channel
   */
  @SuppressWarnings("unchecked") // no value ever passes
  public static <T> Channel<T> nil() {
    Rehearsal.ensure();
    return (Channel<T>) Nil.CHANNEL;
  }

  /**
   * Gives this channel a name. From now on {@link #toString} and error messages show it, {@link
   * Goroutines#dump dumps}, events of the flight recorder, and the text of the blocker of a thread
   * that waits here, {@code LockSupport.getBlocker(thread)}; and the channel is among the {@link
   * Gauges}. Thread dumps of the JDK show at most the class of a blocker.
   *
   * @param name the name; shown on one line, with line breaks and the like spelt out, and of a long
   *     one the first 200 characters. An empty one is shown as none
   * @return this channel
   * @throws NullPointerException "name"
   * @throws IllegalStateException "named on nil channel: …"
   */
  public Channel<T> named(String name) {
    core.rename(Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * A view of this channel that can only send and close. It cannot be cast back to the channel, and
   * equals every other such view of this channel.
   *
   * @return the view
   */
  public SendChannel<T> sendOnly() {
    return new SendOnly<>(this);
  }

  /**
   * A view of this channel that can only receive. It cannot be cast back to the channel, and equals
   * every other such view of this channel.
   *
   * @return the view
   */
  public ReceiveChannel<T> receiveOnly() {
    return new ReceiveOnly<>(this);
  }

  /**
   * {@inheritDoc}
   *
   * @throws NullPointerException {@inheritDoc}
   * @throws InterruptedException {@inheritDoc}
   * @throws ChannelClosedException {@inheritDoc}
   */
  @Override
  public void send(T value) throws InterruptedException {
    Values.checked(value);
    Waiter.refuseInterrupted();
    TestKit.use(core, SEND);
    core.send(value, TimeSource.FOREVER);
  }

  /**
   * {@inheritDoc}
   *
   * @throws NullPointerException {@inheritDoc}
   * @throws InterruptedException {@inheritDoc}
   * @throws ChannelClosedException {@inheritDoc}
   */
  @Override
  public boolean send(T value, Duration timeout) throws InterruptedException {
    Values.checked(value);
    Objects.requireNonNull(timeout, "timeout");
    Waiter.refuseInterrupted();
    TestKit.use(core, SEND);
    // The clock is read by a thread that has to wait only.
    return core.trySend(value)
        || (timeout.isPositive() && core.send(value, TimeSource.deadlineAfter(timeout)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws NullPointerException {@inheritDoc}
   * @throws ChannelClosedException {@inheritDoc}
   */
  @Override
  public boolean trySend(T value) {
    Values.checked(value);
    TestKit.use(core, SEND);
    return core.trySend(value);
  }

  @Override
  public @Nullable T receive() throws InterruptedException {
    Waiter.refuseInterrupted();
    TestKit.use(core, RECEIVE);
    return typed(core.receive(TimeSource.FOREVER));
  }

  /**
   * {@inheritDoc}
   *
   * @throws NullPointerException {@inheritDoc}
   * @throws InterruptedException {@inheritDoc}
   */
  @Override
  public @Nullable T receive(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    Waiter.refuseInterrupted();
    TestKit.use(core, RECEIVE);
    Object value = core.tryReceive();
    // The clock is read by a thread that has to wait only.
    return typed(
        value == null && timeout.isPositive() && !core.isDrained()
            ? core.receive(TimeSource.deadlineAfter(timeout))
            : value);
  }

  @Override
  public @Nullable T tryReceive() {
    TestKit.use(core, RECEIVE);
    return typed(core.tryReceive());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException {@inheritDoc}
   */
  @Override
  @SuppressWarnings("unchecked") // only values of type T go in
  public List<T> tryReceiveMany(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is below one: " + max);
    }
    TestKit.use(core, RECEIVE);
    return (List<T>) core.tryReceiveMany(max);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ChannelClosedException {@inheritDoc}
   * @throws IllegalStateException {@inheritDoc}
   */
  @Override
  public void close() {
    tellClose();
    if (!core.close()) {
      throw new ChannelClosedException("close of closed channel: " + core.describe());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException {@inheritDoc}
   */
  @Override
  public boolean tryClose() {
    tellClose();
    return core.close();
  }

  private void tellClose() {
    if (TestKit.PRESENT != null) {
      String name = core.name;
      // A context ends with one above it, by any thread, and that must not fail halfway.
      if (name == null || !Names.isUnlisted(name)) {
        TestKit.use(core, "close of");
      }
    }
  }

  @Override
  public boolean isClosed() {
    return core.isClosed();
  }

  @Override
  public boolean isDrained() {
    return core.isDrained();
  }

  @Override
  public int length() {
    return core.length();
  }

  @Override
  public int capacity() {
    return core.capacity();
  }

  /**
   * The name and the state: {@code orders(length=0, capacity=4)}, or {@code channel@1f2e3d(…)}
   * without a name; with {@code , closed} at the end once closed.
   */
  @Override
  public String toString() {
    return core.toString();
  }

  ChannelCore core() {
    return core;
  }

  @SuppressWarnings("unchecked") // only values of type T go in
  private @Nullable T typed(@Nullable Object value) {
    return (T) value;
  }
}
