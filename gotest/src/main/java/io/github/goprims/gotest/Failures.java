package io.github.goprims.gotest;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Throws what somebody else has caught. */
final class Failures {

  private Failures() {}

  /** Throws {@code failure}, as the same object if it is an exception or an error, unless null. */
  static void raise(@Nullable Throwable failure) throws Exception {
    switch (failure) {
      case null -> {}
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new CompletionException(failure);
    }
  }
}
