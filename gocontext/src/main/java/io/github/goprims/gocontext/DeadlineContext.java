package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.Alarm;
import io.github.goprims.gochan.internal.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A context that an alarm ends. */
final class DeadlineContext extends CancelContext {
  /*
   * The alarm is cancelled by whoever ends the context, after it has ended; it is set before others
   * know the context, except for its parent, and looks for an end afterwards. So whichever of the
   * two comes last, the alarm is not left behind.
   */

  private final Expiry expiry;

  DeadlineContext(Context parent, Instant deadline, TimeSource time, @Nullable Throwable cause) {
    super(parent, deadline);
    expiry = new Expiry(this, time, cause);
  }

  /** Ends after {@code left}, unless ended before. */
  void start(Duration left) {
    if (isEnded()) {
      return;
    }
    if (left.isPositive()) {
      expiry.set(left);
      if (isEnded()) {
        expiry.cancel();
      }
    } else {
      endAndLeave(End.exceeded(expiry.cause));
    }
  }

  @Override
  void ended() {
    expiry.cancel();
  }

  /** The alarm. */
  private static final class Expiry extends Alarm {
    private final DeadlineContext context;
    private final TimeSource time; // an alarm stays with its first scheduler
    private final @Nullable Throwable cause;

    Expiry(DeadlineContext context, TimeSource time, @Nullable Throwable cause) {
      this.context = context;
      this.time = time;
      this.cause = cause;
    }

    void set(Duration left) {
      time.scheduler().schedule(this, time.deadlineIn(left));
    }

    void cancel() {
      time.scheduler().cancel(this);
    }

    @Override
    protected void ring() {
      context.endByAlarm(End.exceeded(cause));
    }
  }
}
