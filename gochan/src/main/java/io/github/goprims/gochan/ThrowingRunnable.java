package io.github.goprims.gochan;

/**
 * An action that may throw.
 *
 * @param <X> what it throws
 */
@FunctionalInterface
public interface ThrowingRunnable<X extends Exception> {

  /**
   * Does the action.
   *
   * @throws X if it fails
   */
  void run() throws X;
}
