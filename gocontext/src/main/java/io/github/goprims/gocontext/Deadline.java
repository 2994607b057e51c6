package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a context ends by itself; shared by all that inherit it. */
final class Deadline {

  final Instant instant;
  private final @Nullable TimeSource time;

  /** The same in the monotonic time of the source; nothing if there is none. */
  final long nanos;

  Deadline(Instant instant, TimeSource time, long nanos) {
    this.instant = instant;
    this.time = time;
    this.nanos = nanos;
  }

  private Deadline(Instant instant) {
    this.instant = instant;
    this.time = null;
    this.nanos = 0;
  }

  /** That of a custom context, which only says what the wall clock will show. */
  static @Nullable Deadline ofCustom(@Nullable Instant instant) {
    return instant == null ? null : new Deadline(instant);
  }

  /** By monotonic time where both have that, or else by what the wall clock will show. */
  boolean isBefore(Deadline other) {
    if (time != null && time == other.time) {
      return nanos < other.nanos;
    }
    return instant.isBefore(other.instant);
  }
}
