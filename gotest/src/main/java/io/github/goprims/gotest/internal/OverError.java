package io.github.goprims.gotest.internal;

/**
 * Ends a goroutine of a bubble that is over, by unwinding its stack. Nobody shall hear of it. An
 * error, since code that handles exceptions would go on.
 */
final class OverError extends Error {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings(
      "StaticAssignmentOfThrowable") // without a stack, and nothing can be added to it
  static final OverError INSTANCE = new OverError();

  private OverError() {
    super("the bubble is over", null, false, false);
  }
}
