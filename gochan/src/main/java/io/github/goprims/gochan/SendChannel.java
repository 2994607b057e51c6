package io.github.goprims.gochan;

import java.time.Duration;

/**
 * The sending side of a channel: Go's {@code chan<- T}.
 *
 * <p>A {@link Channel} is one; {@link Channel#sendOnly()} gives a view that cannot be cast back.
 *
 * <p>Every method may be called by any number of threads at once. See the {@linkplain
 * io.github.goprims.gochan package description} for nulls, interruption and memory consistency.
 *
 * @param <T> the type of the values
 */
public sealed interface SendChannel<T> permits Channel, SendOnly {

  /**
   * Sends a value.
   *
   * <p>Unbuffered: waits until a receiver takes the value. Buffered: waits while the buffer is
   * full. On a {@linkplain Channel#nil() nil channel} it waits for ever. Close and interrupt end
   * the wait. Blocked senders are served first come, first served.
   *
   * <p>O(1); allocates only when it has to wait.
   *
   * @param value the value to send
   * @throws NullPointerException "value is null: …"
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; nothing
   *     was sent
   * @throws ChannelClosedException "send on closed channel: …" if the channel is closed, also when
   *     that happens while this send waits; nothing was sent
   */
  void send(T value) throws InterruptedException;

  /**
   * Sends a value unless that takes longer than {@code timeout}.
   *
   * <p>As {@link #send(Object)}, but the wait also ends when the time is over. A send that
   * completes at that very moment has completed.
   *
   * @param value the value to send
   * @param timeout how long to wait, to the nanosecond; zero or negative tries once without
   *     waiting, more than about 292 years means no limit
   * @return true if the value was sent, false if the time was over first and nothing was sent
   * @throws NullPointerException "value is null: …" or "timeout"
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; nothing
   *     was sent
   * @throws ChannelClosedException "send on closed channel: …"; nothing was sent
   */
  boolean send(T value, Duration timeout) throws InterruptedException;

  /**
   * Sends a value if that is possible at once: Go's {@code select} with one send case and a {@code
   * default}.
   *
   * <p>Never waits for a partner, and ignores the interrupt flag. The answer is exact: false means
   * that there was a moment during the call at which the send could not proceed.
   *
   * @param value the value to send
   * @return true if the value was sent, false if no receiver waited and the buffer was full
   * @throws NullPointerException "value is null: …"
   * @throws ChannelClosedException "send on closed channel: …", whether there is room or not
   */
  boolean trySend(T value);

  /**
   * Closes the channel: no value can be sent any more, values in the buffer can still be received.
   *
   * <p>Blocked receivers return null, blocked senders throw {@link ChannelClosedException}; the
   * values of these senders are dropped. Never blocks and is not affected by interrupts.
   *
   * <p>A channel does not have to be closed to be collected; close it to tell receivers that no
   * more comes. O(number of blocked threads).
   *
   * @throws ChannelClosedException "close of closed channel: …" if it was closed before
   * @throws IllegalStateException "close of nil channel"
   */
  void close();

  /**
   * Closes the channel unless it is closed already.
   *
   * @return true if this call closed it
   * @throws IllegalStateException "close of nil channel"
   * @see #close()
   */
  boolean tryClose();

  /**
   * The number of values in the buffer at some moment during the call. Senders that wait are not
   * counted. Under concurrent use the answer may be out of date at once, and it orders nothing.
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
   * Whether the channel has been closed. False may be out of date at once; true stays.
   *
   * @return true once {@link #close()} has taken effect
   */
  boolean isClosed();
}
