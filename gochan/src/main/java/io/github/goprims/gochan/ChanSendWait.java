package io.github.goprims.gochan;

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
  public String reason() {
    return "chan send" + reasonSuffix();
  }
}
