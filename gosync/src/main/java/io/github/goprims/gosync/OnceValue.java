package io.github.goprims.gosync;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link Once#value} gives: the outcome of one run, for everybody. */
final class OnceValue<T extends @Nullable Object> implements Supplier<T> {

  private final Once once = new Once();

  // Written during the run.
  private @Nullable Supplier<T> function;
  private @Nullable Throwable failure;

  /** The result, unless that is null; volatile, so that who sees it need not ask {@link #once}. */
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
      throw OnceValue.<RuntimeException>sneaky(failure);
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

  /** For who asks for the value inside of the function, which shows where that is from. */
  @Override
  @SuppressWarnings("NullAway") // it is gone after the run only, and prints as null then
  public String toString() {
    return "Once.value(" + function + ")";
  }

  /**
   * The function declares no checked exceptions; one that it threw nevertheless passes as it is.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X sneaky(Throwable failure) throws X {
    throw (X) failure;
  }
}
