package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * An action on a value that may throw.
 *
 * @param <T> the type of the value
 * @param <X> what it throws
 */
@FunctionalInterface
public interface ThrowingConsumer<T extends @Nullable Object, X extends Exception> {

  /**
   * Does the action.
   *
   * @param value the value
   * @throws X if it fails
   */
  void accept(T value) throws X;
}
