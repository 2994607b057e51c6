package io.github.goprims.examples.relay;

import io.github.goprims.examples.travel.TraceParent;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A piece of work that one process asks another to do.
 *
 * @param id tells a job that comes again from a new one
 * @param name what is to be done
 * @param trace the span that asks for it
 * @param deadline when nobody needs it any more
 */
record Job(UUID id, String name, TraceParent trace, Instant deadline) {

  /** What came of a job. */
  enum Outcome {
    DONE,
    /** Its deadline passed before it was done. */
    LATE
  }

  /** A job that has come to its end. */
  record Ended(UUID id, Outcome outcome) {}

  static Job make(String name, Duration time) {
    return new Job(UUID.randomUUID(), name, TraceParent.make(), Instant.now().plus(time));
  }

  /** The context to do it under: with its deadline, and a span of its own in its trace. */
  CancelableContext context() {
    return Context.background().withValue(TraceParent.KEY, trace.child()).withDeadline(deadline);
  }
}
