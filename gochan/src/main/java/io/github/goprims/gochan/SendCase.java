package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Values;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case that sends: Go's {@code case ch <- v}.
 *
 * @param <T> the type of the values
 */
public final class SendCase<T> extends SelectCase {

  private @Nullable Object value;

  /** Whether this was chosen, under the lock, though its channel is closed. */
  private boolean refused;

  /** In the queue, on its way there, or chosen there; null while this case does not wait. */
  private @Nullable ChanSendWait waiter;

  SendCase(Select select, int index, @Nullable Channel<T> channel) {
    super(select, index, channel);
  }

  /**
   * Sets what is sent next. The value stays until it has been sent or is replaced; sending it
   * clears it. If there may be nothing to send: {@link #valueOrOff}.
   *
   * @param next the value
   * @return this case
   * @throws NullPointerException "value is null: …"
   * @throws IllegalStateException "select is in use by …"
   */
  public SendCase<T> value(T next) {
    Values.checked(next);
    select.enter();
    value = next;
    select.user = null;
    return this;
  }

  /**
   * Sets what is sent next, or switches this case off if there is nothing: for a send that takes
   * part only while there is something to send.
   *
   * {@snippet file="io/github/goprims/gochan/SelectSamples.java" region="only-if"}
   *
   * <p>That is {@code value(next).enabled(true)} or, with null, {@code enabled(false)} and a value
   * set before is forgotten.
   *
   * @param next the value, or null
   * @return this case
   * @throws IllegalStateException "select is in use by …"
   */
  public SendCase<T> valueOrOff(@Nullable T next) {
    select.enter();
    try {
      value = next;
      turn(next != null);
    } finally {
      select.user = null;
    }
    return this;
  }

  /** Sets the first value, without a check for other users: for a select that is being made. */
  void put(T first) {
    value = first;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException {@inheritDoc}
   */
  @Override
  public SendCase<T> enabled(boolean on) {
    switchTo(on);
    return this;
  }

  /**
   * Replaces the channel.
   *
   * @param channel where to send from the next await on; null switches the case off
   * @return this case
   * @throws IllegalStateException "select is in use by …"
   */
  public SendCase<T> channel(@Nullable SendChannel<T> channel) {
    moveTo(Select.channelOf(channel));
    return this;
  }

  @Override
  void requireComplete() {
    if (value == null) {
      throw new IllegalStateException(
          "send case "
              + index()
              + " has no value for the next await, set one or switch it off: "
              + this);
    }
  }

  private Object valueToSend() {
    return Objects.requireNonNull(value);
  }

  @Override
  void clearResult() {
    // A send has no result.
  }

  @Override
  boolean tryNow() {
    try {
      return sent(core().trySend(valueToSend()));
    } catch (ChannelClosedException closed) {
      throw closed.of(this);
    }
  }

  @Override
  boolean tryLocked() {
    int answer = core().sendStep(valueToSend());
    refused = answer == QueuedCore.CLOSED;
    return refused || sent(answer == QueuedCore.SENT);
  }

  @Override
  void finish() {
    if (refused) {
      throw core().sendOnClosed().of(this);
    }
  }

  private boolean sent(boolean done) {
    if (done) {
      value = null;
    }
    return done;
  }

  @Override
  void prepare(SelectWait wait) {
    waiter = new ChanSendWait(core(), valueToSend(), wait);
  }

  @Override
  void enqueue() {
    QueuedCore core = core();
    core.senders = WaitQueue.add(core.senders, Objects.requireNonNull(waiter));
  }

  @Override
  void forget() {
    waiter = null;
  }

  @Override
  void dequeue() {
    core().removeQueued(Objects.requireNonNull(waiter));
    waiter = null;
  }

  @Override
  boolean isOutcome(Object outcome) {
    return outcome == waiter;
  }

  @Override
  void complete() {
    boolean closed = Objects.requireNonNull(waiter).result == ChannelWaiter.CLOSED;
    waiter = null;
    if (closed) {
      throw core().sendOnClosed().of(this);
    }
    value = null;
  }

  @Override
  String verb() {
    return "send to";
  }
}
