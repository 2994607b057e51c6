package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits to send to or to receive from a channel; also its place in a {@link
 * WaitQueue}.
 *
 * <p>The outcome of the wait, beside those of {@link Waiter}, is this object; {@link #closed} then
 * says whether the value was passed on or the channel closed. What a counterpart writes here it
 * writes before it settles, and it is read after, so that the outcome publishes it.
 */
abstract sealed class ChannelWaiter extends Waiter permits ChanSend, ChanReceive {

  private final Core channel;

  /** Who waits: this, or the select of which this is one case. */
  Waiter owner = this;

  /** Whether the wait ended because the channel was closed. */
  boolean closed;

  // The place in a queue; guarded by the channel's lock.
  @Nullable ChannelWaiter previous;
  @Nullable ChannelWaiter next;
  boolean queued;

  ChannelWaiter(Core channel) {
    this.channel = channel;
  }

  /** Ends the wait with success; false if it had ended before. */
  final boolean grant() {
    return owner.settle(this);
  }

  /** Ends the wait because the channel is closed; false if it had ended before. */
  final boolean grantClosed() {
    closed = true;
    return owner.settle(this);
  }

  @Override
  public final String toString() {
    return reason() + ": " + channel;
  }

  final String reasonSuffix() {
    return channel.reasonSuffix();
  }
}
