package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.events.EndEvent;
import io.github.goprims.gochan.internal.events.Events;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the flight recorder is told of contexts that end; none of it calls code of users. */
final class EndEvents {

  private EndEvents() {}

  /** The event of an end that begins now; null if nobody wants it. */
  static @Nullable EndEvent begun() {
    return Events.mayBeWanted() && Rehearsal.isDone() ? Events.beginEnd() : null;
  }

  /** Writes the event of {@code context}, with which {@code ended} below it have ended. */
  static void write(@Nullable EndEvent event, CancelContext context, int ended) {
    try {
      if (event != null && event.isWanted()) {
        EndReason how = context.reason();
        String reason = Objects.requireNonNull(how.err.getMessage());
        event.write(ContextText.ofOwn(context), reason, how.ownCause(), ended);
      }
    } catch (Throwable lost) {
      // The event is, the end is not.
    }
  }
}
