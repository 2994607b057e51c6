package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.events.Events;
import io.github.goprims.gochan.internal.threads.Detached;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;

/** Runs a function in a goroutine of its own when its time has come. */
final class FunctionTimer extends Alarm
    implements TimerControl, Detached.Body, TestKit.Unfinished, TestKit.Timed {
  private final Task function;
  private final TimeSource time = TimeSource.current(); // an alarm stays with its first scheduler

  FunctionTimer(Task function) {
    this.function = function;
    TestKit.made(this);
  }

  /** The time of the last setting, for its event; racy. */
  private long due;

  @Override
  public boolean restart(Duration delay) {
    long deadline = time.deadlineIn(delay);
    due = deadline;
    return time.scheduler().schedule(this, deadline);
  }

  @Override
  public boolean stop() {
    return time.scheduler().cancel(this);
  }

  @Override
  protected void ring() {
    Detached.startOfTimer(this);
  }

  /** For the goroutine. */
  @Override
  public void run() throws Exception {
    try {
      if (Events.mayBeWanted() && Events.timersAreWanted()) {
        Events.timerFired(function.getClass().getName(), time.nanoTime() - due);
      }
    } catch (Throwable lost) {
      // The event is, the function is not.
    }
    function.run();
  }

  @Override
  public boolean isUnfinished() {
    return isGoingToRing();
  }

  @Override
  public String toString() {
    return Names.identity(this, "timer");
  }
}
