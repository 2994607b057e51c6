package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the operations that may wait have in common: how they begin, and how they end. */
final class SyncWaits {

  private SyncWaits() {}

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

  /**
   * Ties {@code waiter}, which is not queued yet, to a context if there is one. To be closed when
   * the wait is over.
   */
  static @Nullable ContextLink link(@Nullable Context context, Waiter waiter) {
    return context == null ? null : ContextLink.of(context, waiter);
  }

  /**
   * Refuses the outcome of a wait that the end of the context of {@code link} ended.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if it did
   */
  static void refuseEnded(@Nullable ContextLink link, Object outcome) {
    if (link != null && outcome == Waiter.CANCELED) {
      throw link.ended();
    }
  }

  /**
   * The outcome for a waiter that has given up, but learns that it had been served before: {@code
   * served}, with the interrupt flag as it was.
   */
  static Object settledBefore(Object outcome, Object served) {
    if (outcome == Waiter.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
    return served;
  }

  /**
   * Whether a wait with this outcome was served, and did not run out of time.
   *
   * @throws InterruptedException if it was interrupted
   */
  static boolean inTime(Object outcome) throws InterruptedException {
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    return outcome != Waiter.TIMED_OUT;
  }
}
