package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * A function that may throw.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result
 * @param <X> what it throws
 */
@FunctionalInterface
public interface ThrowingFunction<
    T extends @Nullable Object, R extends @Nullable Object, X extends Exception> {

  /**
   * Applies the function.
   *
   * @param argument the argument
   * @return the result
   * @throws X if it fails
   */
  R apply(T argument) throws X;
}
