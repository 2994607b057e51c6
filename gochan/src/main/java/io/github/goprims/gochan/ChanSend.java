package io.github.goprims.gochan;

/** A blocked send. Named for what a dump of JDK 25 shows of a blocker: its class. */
final class ChanSend extends ChannelWaiter {

  final Object value;

  ChanSend(Core channel, Object value) {
    super(channel);
    this.value = value;
  }

  /** One case of a select. */
  ChanSend(Core channel, Object value, SelectWait owner) {
    super(channel, owner);
    this.value = value;
  }

  @Override
  public String reason() {
    return "chan send" + reasonSuffix();
  }
}
