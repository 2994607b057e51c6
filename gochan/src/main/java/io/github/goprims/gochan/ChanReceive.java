package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/** A blocked receive. The name is what thread dumps show as the thread's blocker. */
final class ChanReceive extends ChannelWaiter {

  /** Written before the waiter is settled and read after, so that the outcome publishes it. */
  @Nullable Object value;

  ChanReceive(Core channel) {
    super(channel);
  }

  /** Ends the wait with a value; false if it had ended before. */
  boolean settleWith(Object received) {
    value = received;
    return settle(DONE);
  }

  @Override
  public String reason() {
    return "chan receive" + reasonSuffix();
  }
}
