package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Alarm;
import io.github.goprims.gochan.internal.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Runs a function in a goroutine of its own when its time has come. */
final class FunctionTimer extends Alarm implements Countdown {
  /*
   * The scheduler decides between a stop and the ring, in one step: cancel is true exactly if the
   * alarm does not ring for that setting. The lock makes one step of the cancel and the schedule of
   * a restart, so that a stop does not come between them and find nothing to stop.
   */

  private final Runnable function;
  private final TimeSource time = TimeSource.current(); // an alarm stays with its first scheduler
  private final ReentrantLock lock = new ReentrantLock();

  FunctionTimer(Runnable function) {
    this.function = function;
  }

  @Override
  public boolean restart(Duration delay) {
    lock.lock();
    try {
      boolean wasPending = time.scheduler().cancel(this);
      time.scheduler().schedule(this, time.deadlineIn(delay));
      return wasPending;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean stop() {
    lock.lock();
    try {
      return time.scheduler().cancel(this);
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void ring() {
    Go.go(function::run);
  }
}
