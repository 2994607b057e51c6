package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Mark;
import io.github.goprims.gochan.internal.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits to send to or to receive from a channel; also its place in a {@link
 * WaitQueue}.
 *
 * <p>Outcomes, beside those of {@link Waiter}: {@link #DONE} and {@link #CLOSED}.
 */
abstract sealed class ChannelWaiter extends Waiter permits ChanSend, ChanReceive {

  /** The outcome of a wait that ended with the value passed on. */
  static final Mark DONE = new Mark("done");

  /** The outcome of a wait that ended with the channel closed. */
  static final Mark CLOSED = new Mark("closed");

  private final Core channel;

  // The place in a queue; guarded by the channel's lock.
  @Nullable ChannelWaiter previous;
  @Nullable ChannelWaiter next;
  boolean queued;

  ChannelWaiter(Core channel) {
    this.channel = channel;
  }

  @Override
  public final String toString() {
    return reason() + ": " + channel;
  }

  final String reasonSuffix() {
    return channel.reasonSuffix();
  }
}
