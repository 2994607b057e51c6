package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.waiting.QueuedWaiter;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.function.Consumer;
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
abstract sealed class ChannelWaiter extends QueuedWaiter permits ChanSendWait, ChanReceiveWait {

  /** The outcome if the channel was closed. */
  static final Sentinel CLOSED = new Sentinel("closed");

  private final ChannelCore channel;

  /** What is settled: this, or the wait of the select of which this is one case. */
  final Waiter owner;

  /** What came of a case of a select: the value passed on, or CLOSED. */
  @Nullable Object result;

  /** For {@link TimerCore}: whether this has been told that it is the first in line; racy. */
  boolean toldFirst;

  /** For {@link TimerCore}: before it in line, and to be told of an earlier moment as well. */
  @Nullable ChannelWaiter nextToTell;

  ChannelWaiter(ChannelCore channel) {
    this.channel = channel;
    this.owner = this;
  }

  ChannelWaiter(ChannelCore channel, SelectWait owner) {
    this.channel = channel;
    this.owner = owner;
  }

  /**
   * Settles the owner: it ends its wait with {@code outcome}, the value or {@link #CLOSED}.
   *
   * @return whether it had not ended before; the caller then has to wake the {@link #owner}
   */
  final boolean settleOwner(Object outcome) {
    if (owner == this) {
      return settle(outcome);
    }
    // Before the settling, for the owner. No other counterpart writes it: a case of a select is
    // never in a slot, where two could meet it, and from a queue one alone has taken it.
    result = outcome;
    return owner.settle(this); // one compare-and-set for all cases of a select (SELECT-17)
  }

  @Override
  protected final void settleAndWake(Object outcome) {
    if (settleOwner(outcome)) {
      owner.wake();
    }
  }

  @Override
  protected final String outcomeText(Object end) {
    return end == CLOSED ? CLOSED.toString() : super.outcomeText(end);
  }

  @Override
  public final long dueTime() {
    return channel.dueTime(this);
  }

  @Override
  protected final void serveDue() {
    channel.serveDue();
  }

  @Override
  public final ChannelCore primitive() {
    return channel;
  }

  @Override
  public final void forEachPrimitive(Consumer<Object> visitor) {
    if (channel instanceof QueuedCore) { // else it is the nil channel, where nobody ever comes
      visitor.accept(channel);
    }
  }

  final String reasonSuffix() {
    return channel.reasonSuffix();
  }
}
