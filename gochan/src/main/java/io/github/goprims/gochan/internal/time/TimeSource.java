package io.github.goprims.gochan.internal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The clock behind every timed wait, and the way to wait on it.
 *
 * <p>Time is a count of nanoseconds since the source's own origin. It never goes back and starts at
 * zero or later, so that a deadline is one {@code long} and {@link #FOREVER} is later than any
 * moment that will ever be reached.
 *
 * <p>Library code asks {@link #current()} at each use and never keeps the answer longer than one
 * operation: tests put a source of their own in place with {@link #inject}.
 */
public interface TimeSource {

  /** The deadline that never comes. */
  long FOREVER = Long.MAX_VALUE;

  /** Nanoseconds since this source's origin; never negative, never decreasing. */
  long nanoTime();

  /** The wall-clock time of this moment. */
  Instant instant();

  /**
   * Parks the calling thread until it is unparked, interrupted, or the deadline has come; may also
   * return for no reason. Called by the driver of a scheduler, and by threads in a wait of theirs:
   * each time that one parks, also until {@link #FOREVER}, unless this is the {@linkplain
   * #isSystemTime system's time}. The blocker is the wait.
   *
   * <p>On its way here and in {@link #nanoTime} a thread must not park for anything else, such as a
   * lock of this source: that would use up the permit by which a counterpart has woken it.
   */
  void parkUntil(Object blocker, long deadline);

  /** Whether {@link #nanoTime} goes as the machine's: then a park by that is as good. */
  default boolean isSystemTime() {
    return false;
  }

  /** Rings alarms by this source's time. */
  Scheduler scheduler();

  /** The deadline {@code timeout} from now; {@link #FOREVER} where the sum would overflow. */
  default long deadlineIn(Duration timeout) {
    long now = nanoTime();
    long sum = now + saturatedNanos(timeout);
    return sum < now && !timeout.isNegative() ? FOREVER : sum;
  }

  /** The source that the calling thread lives by. */
  static TimeSource current() {
    TimeColdStart.ensure();
    Supplier<TimeSource> injected = InjectedTime.source;
    return injected == null ? SystemTime.INSTANCE : injected.get();
  }

  /** The machine's time, whatever is injected. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }

  /**
   * Lets {@code source} answer {@link #current()} until the returned handle is closed. One at a
   * time: this is for tests.
   *
   * @throws IllegalStateException "a time source is injected already"
   */
  static Injected inject(Supplier<TimeSource> source) {
    Objects.requireNonNull(source, "source");
    return InjectedTime.put(source);
  }

  /** Ends an injection when closed. */
  interface Injected extends AutoCloseable {
    @Override
    void close();
  }

  /** {@link #deadlineIn} by the {@linkplain #current current} source. */
  static long deadlineAfter(Duration timeout) {
    return current().deadlineIn(timeout);
  }

  /** {@code duration} in nanoseconds, at most {@code Long.MAX_VALUE} and at least its negative. */
  static long saturatedNanos(Duration duration) {
    long limit = Long.MAX_VALUE / 1_000_000_000L;
    if (duration.toSeconds() >= limit) {
      return Long.MAX_VALUE;
    }
    if (duration.toSeconds() < -limit) {
      return -Long.MAX_VALUE;
    }
    return duration.toNanos();
  }
}
