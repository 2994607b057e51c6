package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/**
 * A context together with the right to end it.
 *
 * <p>It stays registered with its parent until one of the two ends. So it has to be canceled when
 * the work is over, best by the statement that opened it:
 *
 * {@snippet file="io/github/goprims/gocontext/ContextSamples.java" region="timeout"}
 *
 * <p>Hand it on as a {@link Context}: that has no method to end it. It is the same object, though,
 * and a cast finds these here; what {@link #withValue} derives ends with it and cannot be cast.
 */
public interface CancelableContext extends Context, AutoCloseable {

  /**
   * Ends this context and all that were derived from it, with {@link CanceledException}. The first
   * end counts, be it this one, that of the parent or the deadline: later calls change nothing.
   *
   * <p>When this method returns, this context and all that this package has derived from it have
   * ended, whichever thread has done it; only those behind a custom context may follow later. It
   * does not wait for the work to stop, nor for functions of {@link #afterFunc}, nor for interrupts
   * of {@link #call}. It may be called from anywhere, any number of times; if another thread is
   * ending the same contexts, it waits for that, or does it if that thread could not. O(number of
   * those that end with it), O(1) of which for leaving the parent.
   *
   * <p>It needs no memory. If the stack is not enough, the rest is done by a thread of the library,
   * or by the next call of this method.
   */
  default void cancel() {
    cancel(null);
  }

  /**
   * As {@link #cancel()}, with a reason: {@link #err} is {@link CanceledException}, and {@link
   * #cause} says why.
   *
   * @param cause the reason; null if there is none to give
   */
  void cancel(@Nullable Throwable cause);

  /** The same as {@link #cancel()}. */
  @Override
  default void close() {
    cancel();
  }
}
