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
    return cause == null ? CANCELED : new Caused(CANCELED.err, cause);
  }

  static End exceeded(@Nullable Throwable cause) {
    return cause == null ? EXCEEDED : new Caused(EXCEEDED.err, cause);
  }

  /** How a context of another make has ended, whose done channel is closed. */
  static End of(Context foreign) {
    ContextDoneException err = foreign.err();
    Throwable cause = foreign.cause();
    if (err == null) {
      return canceled(cause);
    }
    return cause == null ? new End(err) : new Caused(err, cause);
  }

  Throwable cause() {
    return err;
  }

  /**
   * This end, as it came through {@code foreign}, which may have a cause of its own. It is asked
   * for that when it is needed: not by the thread that ends contexts, as it is code of users.
   */
  End through(Context foreign) {
    return new Through(err, foreign);
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
      Throwable cause = foreign.cause();
      return cause == null ? err : cause;
    }
  }
}
