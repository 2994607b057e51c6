package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Waiter;

/** A blocked send. The name is what thread dumps show as the thread's blocker. */
final class ChanSend extends ChannelWaiter {

  Object value;

  ChanSend(Core channel, Object value) {
    super(channel);
    this.value = value;
  }

  /** Makes this one case of a select that is about to wait; with the channel's lock held. */
  void reuse(Core newChannel, Object newValue, Waiter newOwner) {
    reuse(newChannel, newOwner);
    value = newValue;
  }

  /** Forgets what it was used for; only after it has left the queue for certain. */
  void release() {
    owner = this;
    value = this;
  }

  @Override
  public String reason() {
    return "chan send" + reasonSuffix();
  }
}
