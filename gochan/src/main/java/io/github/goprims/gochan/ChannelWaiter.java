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

  private Core channel;

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

  /**
   * Ends the wait with success. Once settled, the owner may use this object for something else.
   *
   * @return whom the caller has to wake; null if the wait had ended before
   */
  final @Nullable Waiter grant() {
    Waiter waiting = owner;
    return waiting.settle(this) ? waiting : null;
  }

  /** As {@link #grant()}, but because the channel is closed. */
  final @Nullable Waiter grantClosed() {
    closed = true;
    return grant();
  }

  /** Makes this one case of a select that is about to wait; with the channel's lock held. */
  final void reuse(Core newChannel, Waiter newOwner) {
    channel = newChannel;
    owner = newOwner;
    closed = false;
  }

  @Override
  public final String toString() {
    return reason() + ": " + channel;
  }

  final String reasonSuffix() {
    return channel.reasonSuffix();
  }
}
