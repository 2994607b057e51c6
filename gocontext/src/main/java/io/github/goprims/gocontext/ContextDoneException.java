package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/**
 * Why a context has ended: {@link CanceledException} or {@link DeadlineExceededException}.
 *
 * <p>Each of the two has one shared instance, which is what {@link Context#err} returns: to be
 * compared by identity, or told apart by type. It has no stack trace and takes neither a cause nor
 * suppressed exceptions. What {@link Context#throwIfDone} and the waiting methods throw is made
 * anew, with a stack trace, and with {@link Context#cause} as its cause where that says more.
 *
 * <p>So throw by {@code throwIfDone}, not the shared instance: if the body of a {@code try} throws
 * that and its resource does so again when it is closed, Java ends with the {@link
 * IllegalArgumentException} "Self-suppression not permitted".
 *
 * <p>One that leaves a task of {@link io.github.goprims.gochan.Go#go Go.go} is a normal end of that
 * goroutine: it was told to stop, and stopped.
 */
public abstract sealed class ContextDoneException extends RuntimeException
    permits CanceledException, DeadlineExceededException {

  private static final long serialVersionUID = 1L;

  /** Whether this is the one instance of its class that {@code err} returns. */
  private final boolean shared;

  /** Makes the shared instance. */
  ContextDoneException(String message) {
    super(message, null, false, false);
    shared = true;
  }

  ContextDoneException(String message, @Nullable Throwable cause) {
    super(message);
    shared = false;
    if (cause != null) {
      initCause(cause);
    }
  }

  /** The exception to be thrown for a context with this error, by the thread that throws it. */
  abstract ContextDoneException thrown(@Nullable Throwable cause);

  /** Does nothing on the shared instance. */
  @Override
  public final synchronized Throwable initCause(@Nullable Throwable cause) {
    return shared ? this : super.initCause(cause);
  }
}
