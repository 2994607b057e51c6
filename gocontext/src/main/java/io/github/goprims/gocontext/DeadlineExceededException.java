package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/**
 * The deadline of the context has passed, or that of one it was derived from. Go's {@code
 * DeadlineExceeded}, and a timeout in the sense of its {@code net.Error}.
 */
public final class DeadlineExceededException extends ContextDoneException {

  private static final long serialVersionUID = 1L;

  private static final String MESSAGE = "context deadline exceeded";

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace and keeps nothing
  private static final DeadlineExceededException INSTANCE = new DeadlineExceededException();

  private DeadlineExceededException() {
    super(MESSAGE);
  }

  private DeadlineExceededException(@Nullable Throwable cause) {
    super(MESSAGE, cause);
  }

  /**
   * The shared instance, for {@link Context#err} of contexts of any make.
   *
   * @return "context deadline exceeded", always the same
   */
  public static DeadlineExceededException instance() {
    return INSTANCE;
  }

  @Override
  ContextDoneException thrown(@Nullable Throwable cause) {
    return new DeadlineExceededException(cause);
  }
}
