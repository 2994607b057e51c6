package io.github.goprims.gocontext.internal;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.threads.LibraryThreads;
import io.github.goprims.gochan.internal.waiting.SettleTask;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.AfterFunc;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ties one wait to a context: the end of that settles the waiter with {@link Waiter#CANCELED} and
 * wakes it. Needs neither an interrupt nor, unless it is a custom context, a goroutine.
 *
 * <p>To be made before the waiter is queued, and closed when the wait is over; both by the thread
 * that waits.
 */
public final class ContextLink implements Task, SettleTask, AutoCloseable {
  /*
   * Use.         It is registered like a function of afterFunc, so every context knows what to do
   *              with it. Those of the package below see that it is a SettleTask and run it as soon
   *              as they end, in the thread that ends them.
   * State.       ended         whether the context has ended
   *              registration  to call it off; its thread's own
   * Why no end is lost. run sets ended, then settles; the thread rearms its waiter, then reads ended.
   * So either the thread sees ended, or the waiter is settled after it was rearmed.
   */

  private final Context context;
  private final Waiter waiter;
  private @Nullable AfterFunc registration;
  private volatile boolean ended;

  private ContextLink(Context context, Waiter waiter) {
    this.context = context;
    this.waiter = waiter;
  }

  /**
   * Lets the end of {@code context} settle {@code waiter} from now on; at once if it has ended.
   * What a custom context throws passes, and nothing is registered then.
   */
  public static ContextLink of(Context context, Waiter waiter) {
    ContextLink link = new ContextLink(context, waiter);
    link.registration = context.afterFunc(link);
    try {
      if (context.err() != null) {
        link.run(); // others may have to wait for a goroutine until they say so
      }
    } catch (Throwable failure) {
      link.close();
      throw failure;
    }
    return link;
  }

  /** The context has ended; for those that end it, and once more if that ran out of stack. */
  @Override
  public void run() {
    boolean again = ended;
    ended = true;
    if (waiter.settle(Waiter.CANCELED) || again) {
      waiter.wake();
    }
  }

  @Override
  public Waiter waiter() {
    return waiter;
  }

  /** Whether the context has ended. A thread that has rearmed the waiter has to look here next. */
  public boolean isEnded() {
    return ended;
  }

  /** What to throw if the wait has been canceled: a new exception each time. */
  public ContextDoneException doneException() {
    ContextDoneException thrown = thrownBy(context);
    if (thrown == null) { // a custom one that has closed done without an error
      CancelableContext canceled = Context.background().withCancel();
      canceled.cancel();
      thrown = thrownBy(canceled);
    }
    return Objects.requireNonNull(thrown);
  }

  private static @Nullable ContextDoneException thrownBy(Context context) {
    try {
      context.throwIfDone();
      return null;
    } catch (ContextDoneException thrown) {
      return thrown;
    }
  }

  /**
   * Unties the wait. Never waits, and never fails: if a custom context fails, that reaches the
   * uncaught-exception handler.
   */
  @Override
  public void close() {
    AfterFunc registered = registration;
    registration = null;
    if (registered != null) {
      try {
        registered.stop();
      } catch (Throwable failure) {
        LibraryThreads.report(failure);
      }
    }
  }

  @Override
  public String toString() {
    return "a wait that the context ends";
  }
}
