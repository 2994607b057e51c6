package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/** How a context has ended: its error and its cause. Shared by all that end with it. */
class EndReason {

  private static final EndReason CANCELED = new EndReason(CanceledException.instance());
  private static final EndReason EXCEEDED = new EndReason(DeadlineExceededException.instance());

  final ContextDoneException err;

  private EndReason(ContextDoneException err) {
    this.err = err;
  }

  static EndReason canceled(@Nullable Throwable cause) {
    return cause == null ? CANCELED : CANCELED.causedBy(cause);
  }

  static EndReason exceeded(@Nullable Throwable cause) {
    return cause == null ? EXCEEDED : EXCEEDED.causedBy(cause);
  }

  /**
   * How a custom context has ended, whose done channel is closed. If it fails to say so, that
   * failure is the cause: what is below it ends all the same.
   */
  static EndReason of(Context custom) {
    EndReason plain = CANCELED;
    try {
      ContextDoneException err = custom.err();
      plain = err == null || err == CANCELED.err ? CANCELED : new EndReason(err);
      Throwable cause = custom.cause();
      return cause == null ? plain : plain.causedBy(cause);
    } catch (Throwable failure) {
      return plain.causedBy(failure);
    }
  }

  /** Without memory the context ends without a cause: that is better than not at all. */
  private EndReason causedBy(Throwable cause) {
    try {
      return cause == err ? this : new Caused(err, cause);
    } catch (OutOfMemoryError e) {
      return this;
    }
  }

  Throwable cause() {
    return err;
  }

  /** The cause that this library was given; null if there is none, or a custom context knows it. */
  @Nullable Throwable ownCause() {
    return null;
  }

  /**
   * This reason, as it came through {@code custom}, which may have a cause of its own. That is code
   * of users: so it is asked for its cause when somebody needs it, and not by the thread that ends
   * contexts.
   */
  EndReason through(Context custom) {
    try {
      return new Through(err, custom);
    } catch (OutOfMemoryError e) {
      return this;
    }
  }

  private static final class Caused extends EndReason {
    private final Throwable cause;

    private Caused(ContextDoneException err, Throwable cause) {
      super(err);
      this.cause = cause;
    }

    @Override
    Throwable cause() {
      return cause;
    }

    @Override
    Throwable ownCause() {
      return cause;
    }
  }

  private static final class Through extends EndReason {
    private final Context custom;

    private Through(ContextDoneException err, Context custom) {
      super(err);
      this.custom = custom;
    }

    @Override
    Throwable cause() {
      try {
        Throwable cause = custom.cause();
        return cause == null ? err : cause;
      } catch (RuntimeException | Error failure) {
        return failure;
      }
    }
  }
}
