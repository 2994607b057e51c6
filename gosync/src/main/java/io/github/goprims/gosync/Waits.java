package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.Objects;

/** What the operations that may wait have in common: how they begin, and how they end. */
final class Waits {

  private Waits() {}

  /** A wait, or what includes one. */
  @FunctionalInterface
  interface Wait {
    void run() throws InterruptedException;
  }

  /** What an operation with a timeout does first. */
  static void enter(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    Waiter.refuseInterrupted();
  }

  /** What an operation with a context does first. */
  static void enter(Context context) throws InterruptedException {
    Objects.requireNonNull(context, "context");
    Waiter.refuseInterrupted();
    context.throwIfDone();
  }

  /** Waits until the context ends, which interrupts the wait. */
  static void until(Context context, Wait wait) throws InterruptedException {
    context.call(
        () -> {
          wait.run();
          return null;
        });
  }

  /**
   * Whether a wait with this outcome was served, and did not run out of time.
   *
   * @throws InterruptedException if it was interrupted
   */
  static boolean served(Object outcome) throws InterruptedException {
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    return outcome != Waiter.TIMED_OUT;
  }
}
