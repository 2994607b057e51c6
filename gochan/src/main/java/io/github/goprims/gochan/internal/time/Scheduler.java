package io.github.goprims.gochan.internal.time;

/**
 * Rings {@linkplain Alarm alarms} when their time has come: never early, and in the order of their
 * deadlines, equal ones in any order.
 *
 * <p>An alarm is idle or pending. Both methods may be called for one alarm by any threads at any
 * time, also while it rings or from within its {@code ring}: each takes effect at one instant, and
 * so does the moment at which a due alarm stops being pending and is going to ring. Callers need a
 * lock of their own only if they want several calls to be one step, or want to know which setting
 * of an alarm a ring belongs to.
 *
 * <p>Memory consistency effects: actions before {@code schedule} <i>happen-before</i> the ring.
 */
public interface Scheduler {

  /**
   * Makes {@code alarm} pending until {@code deadline}, then idle, and rings it once. An alarm that
   * is pending is moved: it rings for the new deadline only.
   *
   * @param alarm which one; idle at first, and again after it was cancelled or has begun to ring
   * @param deadline in the time of the {@link TimeSource} that the scheduler belongs to; one that
   *     has passed means as soon as possible, {@link TimeSource#FOREVER} means never and costs
   *     nothing
   * @return what {@link #cancel} would have returned: true if it was pending, and does not ring for
   *     that setting
   * @throws OutOfMemoryError if there is no memory for an entry or a thread; the alarm is idle then
   */
  boolean schedule(Alarm alarm, long deadline);

  /**
   * Makes {@code alarm} idle.
   *
   * @return true if it was pending: it does not ring for that setting. False if it was idle: it was
   *     never scheduled, or cancelled before, or it rings now or has done so
   */
  boolean cancel(Alarm alarm);

  /**
   * How many alarms are pending, except for those that never come. Where some are set and cancelled
   * meanwhile, they may count or not.
   */
  int pending();
}
