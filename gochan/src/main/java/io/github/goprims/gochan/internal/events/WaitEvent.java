package io.github.goprims.gochan.internal.events;

/** The event of a wait that has begun. For its own thread. */
public interface WaitEvent {

  /**
   * The wait is over: writes the event if it lasted as long as the recordings want.
   *
   * <p>May fail with whatever the flight recorder fails with, or for lack of stack or memory. A
   * caller that has an outcome catches that: the event is lost then, the outcome is not.
   *
   * @param waiter its text says what was waited for, and is made only if the event is written; must
   *     call no code of users
   * @param outcome how the wait ended
   */
  void record(Object waiter, String outcome);
}
