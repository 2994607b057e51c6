package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.events.WaitKind;

/** A blocked receive. Named for what a dump of JDK 25 shows of a blocker: its class. */
final class ChanReceiveWait extends ChannelWaiter {

  ChanReceiveWait(ChannelCore channel) {
    super(channel);
  }

  /** One case of a select. */
  ChanReceiveWait(ChannelCore channel, SelectWait owner) {
    super(channel, owner);
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.CHANNEL_RECEIVE;
  }

  @Override
  public String reason() {
    return "chan receive" + reasonSuffix();
  }
}
