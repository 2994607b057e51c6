package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/** A blocked receive. The name is what thread dumps show as the thread's blocker. */
final class ChanReceive extends ChannelWaiter {

  @Nullable Object value;

  ChanReceive(Core channel) {
    super(channel);
  }

  /** Ends the wait with {@code received}; false if it had ended before. */
  boolean grant(Object received) {
    value = received;
    return grant();
  }

  @Override
  public String reason() {
    return "chan receive" + reasonSuffix();
  }
}
