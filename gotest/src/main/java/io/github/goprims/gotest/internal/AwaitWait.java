package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.waiting.WaitPolicy.LastStep;
import io.github.goprims.gochan.internal.waiting.Waiter;

/** A goroutine that waits until all others of its bubble are blocked. */
final class AwaitWait extends Waiter {

  static final Sentinel QUIET = new Sentinel("all others are blocked");

  @Override
  public String reason() {
    return "Bubble.await";
  }

  @Override
  protected LastStep lastStep() {
    return LastStep.PARK; // the others are not going to be done in one turn
  }
}
