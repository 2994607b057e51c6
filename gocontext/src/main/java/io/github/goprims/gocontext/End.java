package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/** How a context has ended: its error and its cause. Shared by all that end with it. */
class End {

  private static final End CANCELED = new End(CanceledException.instance());
  private static final End EXCEEDED = new End(DeadlineExceededException.instance());

  final ContextDoneException err;

  private End(ContextDoneException err) {
    this.err = err;
  }

  static End canceled(@Nullable Throwable cause) {
    return cause == null ? CANCELED : CANCELED.causedBy(cause);
  }

  static End exceeded(@Nullable Throwable cause) {
    return cause == null ? EXCEEDED : EXCEEDED.causedBy(cause);
  }

  /**
   * How a context of another make has ended, whose done channel is closed. If it fails to say so,
   * that is the cause: what is below it ends all the same.
   */
  static End of(Context foreign) {
    End plain = CANCELED;
    try {
      ContextDoneException err = foreign.err();
      plain = err == null || err == CANCELED.err ? CANCELED : new End(err);
      Throwable cause = foreign.cause();
      return cause == null ? plain : plain.causedBy(cause);
    } catch (Throwable failure) {
      return plain.causedBy(failure);
    }
  }

  /** Without memory it ends without a cause: that is better than not at all. */
  private End causedBy(Throwable cause) {
    try {
      return cause == err ? this : new Caused(err, cause);
    } catch (OutOfMemoryError e) {
      return this;
    }
  }

  Throwable cause() {
    return err;
  }

  /**
   * This end, as it came through {@code foreign}, which may have a cause of its own. It is asked
   * for that when it is needed: not by the thread that ends contexts, as it is code of users.
   */
  End through(Context foreign) {
    try {
      return new Through(err, foreign);
    } catch (OutOfMemoryError e) {
      return this;
    }
  }

  private static final class Caused extends End {
    private final Throwable cause;

    private Caused(ContextDoneException err, Throwable cause) {
      super(err);
      this.cause = cause;
    }

    @Override
    Throwable cause() {
      return cause;
    }
  }

  private static final class Through extends End {
    private final Context foreign;

    private Through(ContextDoneException err, Context foreign) {
      super(err);
      this.foreign = foreign;
    }

    @Override
    Throwable cause() {
      try {
        Throwable cause = foreign.cause();
        return cause == null ? err : cause;
      } catch (RuntimeException | Error failure) {
        return failure;
      }
    }
  }
}
