package io.github.goprims.gochan;

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
  public String reason() {
    return "chan receive" + reasonSuffix();
  }
}
