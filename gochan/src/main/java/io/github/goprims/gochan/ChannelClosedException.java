package io.github.goprims.gochan;

/**
 * Thrown by a send on a closed channel and by a second close: Go panics there.
 *
 * <p>The message says what was tried and on which channel: {@code send on closed channel:
 * orders(length=0, capacity=4)}.
 */
public final class ChannelClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  ChannelClosedException(String message) {
    super(message);
  }
}
