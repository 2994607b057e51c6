package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * A supplier that may throw.
 *
 * @param <R> the type of the result
 * @param <X> what it throws
 */
@FunctionalInterface
public interface ThrowingSupplier<R extends @Nullable Object, X extends Exception> {

  /**
   * Gets the result.
   *
   * @return the result
   * @throws X if it fails
   */
  R get() throws X;
}
