package io.github.goprims.gochan;

/** A blocked send. The name is what thread dumps show as the thread's blocker. */
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
