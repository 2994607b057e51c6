package io.github.goprims.gochan;

/** A blocked receive. The name is what thread dumps show as the thread's blocker. */
final class ChanReceive extends ChannelWaiter {

  ChanReceive(Core channel) {
    super(channel);
  }

  /** One case of a select. */
  ChanReceive(Core channel, SelectWait owner) {
    super(channel, owner);
  }

  @Override
  public String reason() {
    return "chan receive" + reasonSuffix();
  }
}
