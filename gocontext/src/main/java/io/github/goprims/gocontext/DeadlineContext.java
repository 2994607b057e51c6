package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context that an alarm ends. */
final class DeadlineContext extends CancelContext {
  /*
   * The alarm is cancelled by the thread that ends the context, after it has ended; it is set before others
   * know the context, except for its parent, and looks for an end afterwards. So whichever of the
   * two comes last, the alarm is not left behind.
   */

  private final Expiry expiry;

  DeadlineContext(Context parent, Deadline deadline, TimeSource time, @Nullable Throwable cause) {
    super(parent, deadline);
    expiry = new Expiry(this, time, EndReason.exceeded(cause));
  }

  /** Ends at the deadline, unless ended before; {@code left} is the time until then. */
  void start(Duration left) {
    if (isEnded()) {
      return;
    }
    if (left.isPositive()) {
      expiry.set(Objects.requireNonNull(deadline).nanos);
      if (isEnded()) {
        expiry.cancel();
      }
    } else {
      endAndLeave(expiry.end);
    }
  }

  @Override
  void onEnd() {
    expiry.cancel();
  }

  @Override
  public String text() {
    Instant when = Objects.requireNonNull(deadline).instant;
    Duration left = Duration.between(TimeSource.current().instant(), when);
    return ".WithDeadline(" + when + " [" + left + "])";
  }

  /** The alarm. */
  private static final class Expiry extends Alarm {
    private final DeadlineContext context;
    private final TimeSource time; // an alarm stays with its first scheduler
    private final EndReason end;

    Expiry(DeadlineContext context, TimeSource time, EndReason end) {
      this.context = context;
      this.time = time;
      this.end = end;
    }

    void set(long deadline) {
      time.scheduler().schedule(this, deadline);
    }

    void cancel() {
      time.scheduler().cancel(this);
    }

    @Override
    protected void ring() {
      context.onAlarm(end);
    }
  }
}
