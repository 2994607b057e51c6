package io.github.goprims.gochan.internal;

/**
 * Something to be done at a certain time; see {@link Scheduler} for how it may be used. It belongs
 * to the first scheduler that it is given to.
 *
 * <p>The fields are the scheduler's, so that an entry needs no object of its own and is found at
 * once when it is cancelled.
 */
public abstract class Alarm {

  /** Not pending. */
  static final int IDLE = -1;

  /** Pending for {@link TimeSource#FOREVER}, without an entry in a heap. */
  static final int NEVER = -2;

  /** Chooses the stripe: that of the thread which made the alarm, for good. */
  final int home = (int) Thread.currentThread().threadId();

  /** The place in the stripe's heap, or one of the above; guarded by the stripe's lock. */
  int index = IDLE;

  /** Makes an alarm that is idle. */
  protected Alarm() {}

  /**
   * What happens when the time has come. Runs on the thread that drives all alarms, so it must be
   * short and not block: it settles something, or starts a thread. What it throws goes to that
   * thread's handler of uncaught exceptions, and disturbs no other alarm.
   */
  protected abstract void ring();

  /** For schedulers elsewhere: {@link #ring}. */
  public final void ringNow() {
    ring();
  }
}
