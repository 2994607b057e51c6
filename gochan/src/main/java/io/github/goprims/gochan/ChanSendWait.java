package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.events.WaitKind;

/** A blocked send. Named for what a dump of JDK 25 shows of a blocker: its class. */
final class ChanSendWait extends ChannelWaiter {

  final Object value;

  ChanSendWait(ChannelCore channel, Object value) {
    super(channel);
    this.value = value;
  }

  /** One case of a select. */
  ChanSendWait(ChannelCore channel, Object value, SelectWait owner) {
    super(channel, owner);
    this.value = value;
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.CHANNEL_SEND;
  }

  @Override
  public String reason() {
    return "chan send" + reasonSuffix();
  }
}
