package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Waiter;
import org.jspecify.annotations.Nullable;

/** A blocked receive. The name is what thread dumps show as the thread's blocker. */
final class ChanReceive extends ChannelWaiter {

  @Nullable Object value;

  ChanReceive(Core channel) {
    super(channel);
  }

  /** As {@link #grant()}, with what is received. */
  @Nullable Waiter grant(Object received) {
    value = received;
    return grant();
  }

  /** Forgets what it was used for; only after it has left the queue for certain. */
  void release() {
    owner = this;
    value = null;
  }

  @Override
  public String reason() {
    return "chan receive" + reasonSuffix();
  }
}
