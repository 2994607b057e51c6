package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.waiting.WaitPolicy.LastStep;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;

/** A sleeping thread: nobody settles it, so its deadline or an interrupt ends it. */
final class SleepWait extends Waiter {

  private final Duration duration;

  SleepWait(Duration duration) {
    this.duration = duration;
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.SLEEP;
  }

  @Override
  protected LastStep lastStep() {
    return LastStep.PARK; // it waits for nobody
  }

  @Override
  public String reason() {
    return "sleep";
  }

  @Override
  public String waitsOn() {
    return duration.toString();
  }

  @Override
  public String toString() {
    return "sleep " + duration;
  }
}
