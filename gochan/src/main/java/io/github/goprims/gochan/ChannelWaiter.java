package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Mark;
import io.github.goprims.gochan.internal.QueuedWaiter;
import io.github.goprims.gochan.internal.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits to send to or to receive from a channel. The channel's lock guards the queue
 * it is in.
 *
 * <p>The outcome of the wait, beside those of {@link Waiter}, is the value passed on, or {@link
 * #CLOSED}. If this is one case of a select, its counterpart settles the {@link SelectWait}, whose
 * outcome is then this object; what came of it is in {@link #result}, written before the settling
 * and read after.
 */
abstract sealed class ChannelWaiter extends QueuedWaiter permits ChanSend, ChanReceive {

  /** The outcome if the channel was closed. */
  static final Mark CLOSED = new Mark("closed");

  private final Core channel;

  /** Who waits: this, or the select of which this is one case. */
  final Waiter owner;

  /** What came of a case of a select: the value passed on, or CLOSED. */
  @Nullable Object result;

  /** For {@link TimerCore}: whether this has been told that it is the first in line; racy. */
  boolean toldFirst;

  /** For {@link TimerCore}: before it in line, and to be told of an earlier moment as well. */
  @Nullable ChannelWaiter nextToTell;

  ChannelWaiter(Core channel) {
    this.channel = channel;
    this.owner = this;
  }

  ChannelWaiter(Core channel, SelectWait owner) {
    this.channel = channel;
    this.owner = owner;
  }

  /**
   * Ends the wait with {@code outcome}, the value or {@link #CLOSED}.
   *
   * @return whether it had not ended before; the caller then has to wake the {@link #owner}
   */
  final boolean grant(Object outcome) {
    if (owner == this) {
      return settle(outcome);
    }
    result = outcome;
    return owner.settle(this);
  }

  @Override
  protected final long lookTime() {
    return channel.lookTime(this);
  }

  @Override
  protected final void look() {
    channel.look();
  }

  @Override
  public final String toString() {
    return reason() + ": " + channel;
  }

  final String reasonSuffix() {
    return channel.reasonSuffix();
  }
}
