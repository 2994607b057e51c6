package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the operations that may wait begin and end, whatever they wait for. */
final class SyncWaits {

  private SyncWaits() {}

  /** Begins an operation with a timeout. */
  static void enter(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    Waiter.refuseInterrupted();
  }

  /** Begins an operation with a context. */
  static void enter(Context context) throws InterruptedException {
    Objects.requireNonNull(context, "context");
    Waiter.refuseInterrupted();
    context.throwIfDone();
  }

  /**
   * Lets the end of {@code context}, if there is one, settle {@code waiter}, which is not queued
   * yet. To be closed when the wait is over.
   */
  static @Nullable ContextLink link(@Nullable Context context, Waiter waiter) {
    return context == null ? null : ContextLink.of(context, waiter);
  }

  /**
   * Refuses the outcome of a wait that was ended by the context of {@code link}.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if it was
   */
  static void refuseEnded(@Nullable ContextLink link, Object outcome) {
    if (link != null && outcome == Waiter.CANCELED) {
      throw link.doneException();
    }
  }

  /**
   * The outcome for a thread that has given up, but learns that its wait had been settled with
   * {@code result} before: that result, with the interrupt flag as it was.
   */
  static Object settledBefore(Object outcome, Object result) {
    if (outcome == Waiter.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  /**
   * Whether a wait with this outcome was settled before its time was over.
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
