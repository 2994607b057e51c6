package io.github.goprims.gochan.internal.time;

/**
 * Something to be done at a certain time; see {@link Scheduler} for how it may be used. To be given
 * to one scheduler only.
 *
 * <p>The fields are the scheduler's: so an alarm that is set needs no other object, and one that is
 * cancelled is found without a search.
 */
public abstract class Alarm {

  /** Not pending. */
  static final int IDLE = -1;

  /** Pending until {@link TimeSource#FOREVER}: without a place in the heap. */
  static final int NEVER = -2;

  /** Chooses the stripe, for good; so threads that make alarms side by side use different ones. */
  final int home = (int) Thread.currentThread().threadId();

  /** The place in the heap, or one of the above; guarded by the stripe's lock. */
  int index = IDLE;

  /** Makes an alarm that is idle. */
  protected Alarm() {}

  /**
   * What happens when the time has come. Runs on the thread that rings all alarms, so it must be
   * short and not block: it settles something, or starts a thread. What it throws goes to that
   * thread's handler of uncaught exceptions and disturbs no other alarm.
   */
  protected abstract void ring();

  /**
   * Whether {@link StripedScheduler} is going to ring it; for onlookers. One that never comes is
   * not pending in this sense.
   */
  public final boolean isGoingToRing() {
    return index >= 0;
  }

  /** Does what the alarm is for; to be called by its scheduler. */
  public final void ringNow() {
    ring();
  }
}
