package io.github.goprims.gochan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case that sends: Go's {@code case ch <- v}.
 *
 * @param <T> the type of the values
 */
public final class SendCase<T> extends SelectCase {

  private @Nullable Object value;

  /** In the queue, or chosen there; null while this case does not wait. */
  private @Nullable ChanSend waiter;

  SendCase(Select select, int index, @Nullable Channel<T> channel) {
    super(select, index, channel);
  }

  /**
   * Sets what is sent next. The value stays until it has been sent or is replaced; sending it
   * clears it.
   *
   * @param next the value
   * @return this case
   * @throws NullPointerException "value"
   * @throws IllegalStateException "select is in use by …"
   */
  public SendCase<T> value(T next) {
    Objects.requireNonNull(next, "value");
    requireIdle();
    value = next;
    return this;
  }

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
      throw new IllegalStateException("send case " + index() + " has no value");
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
    return sent(core().trySend(valueToSend()));
  }

  @Override
  boolean tryLocked() {
    return sent(core().sendStep(valueToSend()));
  }

  private boolean sent(boolean done) {
    if (done) {
      value = null;
    }
    return done;
  }

  @Override
  void enqueue(SelectWait wait) {
    ChanSend added = new ChanSend(core(), valueToSend(), wait);
    waiter = added;
    core().senders.add(added);
  }

  @Override
  void dequeue() {
    core().removeQueued(Objects.requireNonNull(waiter), core().senders);
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
      throw core().sendOnClosed();
    }
    value = null;
  }

  @Override
  String verb() {
    return "send to";
  }
}
