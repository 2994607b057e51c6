package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.WaitQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case that receives: Go's {@code case v, ok := <-ch}.
 *
 * @param <T> the type of the values
 */
public final class ReceiveCase<T> extends SelectCase {

  private @Nullable Object value;
  private boolean open;

  /** In the queue, on its way there, or chosen there; null while this case does not wait. */
  private @Nullable ChanReceiveWait waiter;

  ReceiveCase(Select select, int index, @Nullable Channel<T> channel) {
    super(select, index, channel);
  }

  /**
   * The value received, if this is the case that the last await returned.
   *
   * @return the value; null if the channel was closed and drained, and on every case not chosen
   */
  @SuppressWarnings("unchecked") // only values of type T go into the channel
  public @Nullable T value() {
    return (T) value;
  }

  /**
   * Whether a value was received: the {@code ok} of Go.
   *
   * @return true with a value; false if the channel was closed and drained, and on every case not
   *     chosen
   */
  public boolean isOpen() {
    return open;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException {@inheritDoc}
   */
  @Override
  public ReceiveCase<T> enabled(boolean on) {
    switchTo(on);
    return this;
  }

  /**
   * Replaces the channel.
   *
   * @param channel from where to receive from the next await on; null switches the case off
   * @return this case
   * @throws IllegalStateException "select is in use by …"
   */
  public ReceiveCase<T> channel(@Nullable ReceiveChannel<T> channel) {
    moveTo(Select.channelOf(channel));
    return this;
  }

  /** Keeps the result, if there is one. */
  private boolean received(@Nullable Object result) {
    if (result == null) {
      return false;
    }
    value = result;
    open = true;
    return true;
  }

  @Override
  void requireComplete() {
    // A receive needs nothing.
  }

  @Override
  void clearResult() {
    value = null;
    open = false;
  }

  @Override
  boolean tryNow() {
    return received(core().tryReceive()) || core().isDrained();
  }

  @Override
  boolean tryLocked() {
    return received(core().receiveStep()) || core().isClosed();
  }

  @Override
  void finish() {
    core().received(value); // a receive never fails
  }

  @Override
  void prepare(SelectWait wait) {
    waiter = new ChanReceiveWait(core(), wait);
  }

  @Override
  void enqueue() {
    QueuedCore core = core();
    core.receivers = WaitQueue.add(core.receivers, Objects.requireNonNull(waiter));
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
    Object outcome = Objects.requireNonNull(waiter).result;
    received(outcome == ChannelWaiter.CLOSED ? null : outcome);
    waiter = null;
    core().received(value);
  }

  @Override
  String verb() {
    return "receive from";
  }
}
