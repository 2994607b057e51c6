package io.github.goprims.gochan;

/**
 * Says that an interrupt ended a wait in a method that cannot throw {@link InterruptedException}:
 * those of the iterator and the stream of a channel. The interrupt flag is set again.
 *
 * <p>One that leaves a task of {@link Go#go} is a normal end of that goroutine.
 */
public final class UncheckedInterruptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private UncheckedInterruptedException(InterruptedException cause) {
    super(cause);
  }

  /** Sets the interrupt flag again and makes the exception to throw. */
  static UncheckedInterruptedException restoringFlag(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new UncheckedInterruptedException(cause);
  }
}
