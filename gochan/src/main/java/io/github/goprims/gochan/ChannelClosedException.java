package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a send on a closed channel and by a second close: Go panics there.
 *
 * <p>The message says what was tried and on which channel: {@code send on closed channel:
 * orders(length=0, capacity=4)}. Of a select it names the case as well: {@code send on closed
 * channel: orders(length=0, capacity=4), case 1 of the select}.
 */
public final class ChannelClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** What the message says of the select; empty if none threw this. */
  private String place = "";

  private transient @Nullable SelectCase selectCase;

  ChannelClosedException(String message) {
    super(message);
  }

  /** Says that this was thrown by the select to which {@code chosen} belongs. */
  ChannelClosedException of(SelectCase chosen) {
    selectCase = chosen;
    place = ", case " + chosen.index() + " of the select";
    return this;
  }

  /**
   * The case that a select had chosen, to switch it off or to give it another channel.
   *
   * <p>In {@link Select#first} its {@linkplain SelectCase#index() index} counts the clauses that
   * receive or send.
   *
   * @return the case; null if no select threw this, and after serialization
   */
  public @Nullable SelectCase selectCase() {
    return selectCase;
  }

  /** What was tried, on which channel, and by which case of a select. */
  @Override
  public String getMessage() {
    return super.getMessage() + place;
  }
}
