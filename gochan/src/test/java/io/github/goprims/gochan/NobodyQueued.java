package io.github.goprims.gochan;

/** What must hold of a channel that nobody uses at the moment. Plain code: Lincheck runs it. */
final class NobodyQueued {

  private NobodyQueued() {}

  /** With all threads gone: the queues are empty, nothing is locked, the slot is free. */
  static void require(Channel<?> channel) {
    QueuedCore core = (QueuedCore) channel.core();
    require(core.tryLock(), channel + " is locked by somebody who has gone");
    try {
      core.shutBoth(0); // what was in the slot is in a queue now
      require(core.senders == null, "a sender is left in the queue of " + channel);
      require(core.receivers == null, "a receiver is left in the queue of " + channel);
    } finally {
      core.wake(core.exit());
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
