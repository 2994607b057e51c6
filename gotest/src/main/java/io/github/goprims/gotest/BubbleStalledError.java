package io.github.goprims.gotest;

/**
 * Something that is no wait of the library holds back the time of a bubble. Its message says what.
 */
public final class BubbleStalledError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Made by a bubble. */
  BubbleStalledError(String message) {
    super(message);
  }
}
