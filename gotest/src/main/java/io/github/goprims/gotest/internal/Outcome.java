package io.github.goprims.gotest.internal;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a bubble.
 *
 * @param end how it ended
 * @param failure the first failure of a goroutine, that of the root before others; null if none has
 *     failed
 * @param report what there is to say about a deadlock or a stall; else empty
 */
public record Outcome(End end, @Nullable Throwable failure, String report) {

  /** How a bubble ended. */
  public enum End {
    /** All goroutines have ended. */
    ENDED,
    /** All were blocked for ever. */
    DEADLOCK,
    /** Something else held back its time. */
    STALL
  }
}
