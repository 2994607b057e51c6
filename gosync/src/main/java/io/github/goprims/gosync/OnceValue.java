package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Rethrow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The supplier of {@link Once#value}: runs the function once, and gives its outcome to all. */
final class OnceValue<T extends @Nullable Object> implements Supplier<T> {

  private final Once once = new Once();

  // Written during the run; others read them after it, by the volatile read in once.
  private @Nullable Supplier<T> function;
  private @Nullable Throwable failure;

  /**
   * The result, unless that is null; volatile, so that a thread that sees it need not ask {@link
   * #once}.
   */
  private volatile @Nullable T value;

  OnceValue(Supplier<T> function) {
    this.function = function;
  }

  @Override
  @SuppressWarnings("NullAway") // the value may be null exactly if T allows that
  public T get() {
    T seen = value;
    return seen != null ? seen : getSlowly();
  }

  /** Before the run has ended, and for ever if it failed or gave null. */
  @SuppressWarnings("NullAway") // as above
  private T getSlowly() {
    once.run(this::runFunction, this);
    if (failure != null) {
      // The function declares no checked exceptions; one that it threw nevertheless passes as it
      // is.
      throw Rethrow.<RuntimeException>asItIs(failure);
    }
    return value;
  }

  @SuppressWarnings("NullAway") // there is a function until it has been run
  private void runFunction() {
    try {
      value = function.get();
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      function = null;
    }
  }

  /** Names the function, for the error of a call from within it. */
  @Override
  @SuppressWarnings("NullAway") // it is gone after the run only, and prints as null then
  public String toString() {
    return "Once.value(" + function + ")";
  }
}
