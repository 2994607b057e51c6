package io.github.goprims.gotest;

/**
 * Something holds back the time of a bubble: a goroutine that computes, or waits for something that
 * is not of the library or not of the bubble. Its message names all goroutines, those first.
 */
public final class BubbleStalledError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Made by a bubble. */
  BubbleStalledError(String message) {
    super(message);
  }
}
