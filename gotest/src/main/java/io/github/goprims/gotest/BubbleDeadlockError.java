package io.github.goprims.gotest;

/**
 * All goroutines of a bubble are blocked for ever. Its message names each, and what it waits for.
 */
public final class BubbleDeadlockError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Made by a bubble. */
  BubbleDeadlockError(String message) {
    super(message);
  }
}
