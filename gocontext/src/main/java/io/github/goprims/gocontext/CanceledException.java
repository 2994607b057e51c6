package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/** Somebody has canceled the context, or one that it was derived from. */
public final class CanceledException extends ContextDoneException {

  private static final long serialVersionUID = 1L;

  private static final String MESSAGE = "context canceled";

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace and keeps nothing
  private static final CanceledException INSTANCE = new CanceledException();

  private CanceledException() {
    super(MESSAGE);
  }

  private CanceledException(@Nullable Throwable cause) {
    super(MESSAGE, cause);
  }

  /**
   * The shared instance, for {@link Context#err} of contexts of any make.
   *
   * @return "context canceled", always the same
   */
  public static CanceledException instance() {
    return INSTANCE;
  }

  @Override
  ContextDoneException thrown(@Nullable Throwable cause) {
    return new CanceledException(cause);
  }
}
