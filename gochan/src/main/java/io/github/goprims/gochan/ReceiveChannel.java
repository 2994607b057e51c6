package io.github.goprims.gochan;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a channel: Go's {@code <-chan T}.
 *
 * <p>A {@link Channel} is one; {@link Channel#receiveOnly()} gives a view that cannot be cast back.
 *
 * <p>Null elements are refused, so that a null result says that there is no value: Go's {@code v,
 * ok := <-ch} becomes
 *
 * {@snippet file="io/github/goprims/gochan/ChannelSamples.java" region="receive-until-closed"}
 *
 * <p>Every method may be called by any number of threads at once; each value goes to exactly one of
 * them. See the {@linkplain io.github.goprims.gochan package description} for interruption and
 * memory consistency.
 *
 * @param <T> the type of the values
 */
public sealed interface ReceiveChannel<T> extends Iterable<T> permits Channel, ReceiveOnly {

  /**
   * Receives a value.
   *
   * <p>Waits until there is one; close and interrupt end the wait. On a {@linkplain Channel#nil()
   * nil channel} it waits for ever. Blocked receivers are served first come, first served.
   *
   * <p>O(1); allocates only when it has to wait.
   *
   * @return the value, or null if the channel is closed and drained
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; nothing
   *     was received
   */
  @Nullable T receive() throws InterruptedException;

  /**
   * Receives a value unless that takes longer than {@code timeout}.
   *
   * <p>As {@link #receive()}, but the wait also ends when the time is over. A value that arrives at
   * that very moment is received.
   *
   * @param timeout how long to wait, to the nanosecond; zero or negative tries once without
   *     waiting, more than about 292 years means no limit
   * @return the value; null if the time was over first and nothing was received, or if the channel
   *     is closed and drained: {@link #isDrained()} tells which
   * @throws NullPointerException "timeout"
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; nothing
   *     was received
   */
  @Nullable T receive(Duration timeout) throws InterruptedException;

  /**
   * Receives a value if there is one at once: Go's {@code select} with one receive case and a
   * {@code default}.
   *
   * <p>Never waits for a partner, and ignores the interrupt flag. The answer is exact: null means
   * that there was a moment during the call at which there was nothing to receive.
   *
   * @return the value; null if there was none, or if the channel is closed and drained: {@link
   *     #isDrained()} tells which
   */
  @Nullable T tryReceive();

  /**
   * Receives what can be received at once, at most {@code max} values and never more than 1,024, in
   * one step: for programs that write to a database or a socket, where a hundred values cost hardly
   * more than one.
   *
   * {@snippet file="io/github/goprims/gochan/ChannelSamples.java" region="batches"}
   *
   * <p>The values are the next in line: those in the buffer, then those of blocked senders, which
   * go on. No other receive, send, select or close on this channel takes effect in between, so that
   * several receivers get batches without gaps; for {@link #length()} the step takes time, and a
   * blocked sender that gives up meanwhile is passed over. If there are fewer than {@code max}, and
   * than 1,024, then there was a moment during the call at which there were no more, unless memory
   * or stack ran out. Of a timer or ticker at most one value can be received at once.
   *
   * <p>Waits for no partner, and ignores the interrupt flag. To wait for the first value, receive
   * it.
   *
   * <p>O(number of values), under the channel's lock: others that use the channel wait for so long,
   * which is why there is a bound. Allocates the list.
   *
   * @param max how many values at most
   * @return the values in order, unmodifiable; empty if there was none, or if the channel is closed
   *     and drained: {@link #isDrained()} tells which
   * @throws IllegalArgumentException "max is below one: …"
   */
  List<T> tryReceiveMany(int max);

  /**
   * Whether the channel is closed and its buffer empty, so that no receive will ever give a value
   * again.
   *
   * @return false may be out of date at once; true stays true for ever
   */
  boolean isDrained();

  /**
   * The number of values in the buffer at some moment during the call. Under concurrent use the
   * answer may be out of date at once, and it orders nothing.
   *
   * @return between zero and {@link #capacity()}
   */
  int length();

  /**
   * The size of the buffer.
   *
   * @return zero for an unbuffered and for the nil channel
   */
  int capacity();

  /**
   * The values that this iteration will receive, for Go's {@code for v := range ch}.
   *
   * <p>{@code hasNext} waits for a value and answers false once the channel is closed and drained.
   * It has then received the value already: an iterator given up between {@code hasNext} and {@code
   * next} takes that one value with it. Leaving the loop body leaves the channel as it is.
   *
   * <p>Several iterators over one channel share its values. One iterator is for one thread. An
   * interrupt while it waits ends in {@link UncheckedInterruptedException} with the flag set again;
   * nothing was received.
   *
   * @return a new iterator; its {@code remove} is not supported
   */
  @Override
  default Iterator<T> iterator() {
    return new ReceiveIterator<>(this);
  }

  /**
   * The values as a sequential, ordered stream without a known size, ending when the channel is
   * closed and drained.
   *
   * <p>It receives one value at a time and only what is asked for, does not split, and closing it
   * does not close the channel. Interrupts as for {@link #iterator()}.
   *
   * @return a new stream
   */
  default Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /**
   * The values that {@link #stream()} would have: one at a time, only what is asked for, and
   * without splitting. Interrupts as for {@link #iterator()}.
   *
   * @return a new spliterator
   */
  @Override
  default Spliterator<T> spliterator() {
    return new ReceiveSpliterator<>(this);
  }

  /**
   * Receives until the channel is closed and drained, and hands each value to {@code action}.
   *
   * <p>Unlike an iterator it holds no value back: when an interrupt or the action's exception ends
   * it, each value received so far has been handed to the action.
   *
   * <p>An action that throws ends the loop, and what is left stays in the channel. In a worker that
   * is meant to go on, let the action catch what may happen to one value: once all workers have
   * ended so, senders wait until the context or the timeout of their send ends.
   *
   * @param action what to do with each value; may throw
   * @param <X> what the action throws; Kotlin does not infer it: {@code forEachReceived<Exception>
   *     { … }}
   * @throws NullPointerException "action"
   * @throws X what the action threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits for a
   *     value
   */
  default <X extends Exception> void forEachReceived(ThrowingConsumer<? super T, X> action)
      throws X, InterruptedException {
    Objects.requireNonNull(action, "action");
    for (T value = receive(); value != null; value = receive()) {
      action.accept(value);
    }
  }
}
