package io.github.goprims.gochan.internal.events;

import org.jspecify.annotations.Nullable;

/** The event of an end of a context that has begun. */
public interface EndEvent {

  /** The end is complete: whether the recordings want an event of one that took that long. */
  boolean isWanted();

  /**
   * Writes the event, which is wanted. May fail as {@link WaitEvent#record} may.
   *
   * @param context what has ended
   * @param reason the text of its error
   * @param cause null if there is no other than the error; no code of users is called for its text
   * @param ended how much below it has ended with it
   */
  void write(String context, String reason, @Nullable Throwable cause, int ended);
}
