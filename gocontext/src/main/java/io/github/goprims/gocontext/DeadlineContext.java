package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context that an alarm ends. */
final class DeadlineContext extends CancelContext implements TestKit.Timed {
  /*
   * Why no alarm is left behind. The thread that ends the context cancels the alarm afterwards. The
   * thread that makes the context sets the alarm before others know the context, except for its
   * parent, then looks whether it has ended, and if so cancels the alarm itself. So whichever of the
   * two comes last cancels it.
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

  /** The alarm of a context. */
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
