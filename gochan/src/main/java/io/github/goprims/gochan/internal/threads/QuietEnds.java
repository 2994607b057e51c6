package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.TestKit;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The kinds of failures that say no more than that a thread was told to stop. A task that stops by
 * one has ended as it should, and nobody hears of it. A set, since the packages above have such
 * kinds of their own.
 */
public final class QuietEnds {

  private static final AtomicReference<Class<?>[]> KINDS =
      new AtomicReference<>(new Class<?>[] {InterruptedException.class});

  private QuietEnds() {}

  /** Adds a kind; to be called before the first failure of it is made. */
  public static void add(Class<? extends Throwable> kind) {
    KINDS.updateAndGet(known -> Arrays.asList(known).contains(kind) ? known : with(known, kind));
  }

  private static Class<?>[] with(Class<?>[] known, Class<?> kind) {
    Class<?>[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = kind;
    return more;
  }

  /**
   * The last step of a goroutine that ends by {@code failure}: returns if it ends quietly, or if a
   * test gets the failure, else throws it as it is, also a checked one. Needs no memory.
   */
  public static void end(Throwable failure) {
    if (!has(failure) && !isTaken(failure)) {
      throw Rethrow.<RuntimeException>asItIs(failure);
    }
  }

  /** Whether the calling thread belongs to a test, which gets the failure. */
  static boolean isTaken(Throwable failure) {
    return TestKit.PRESENT != null && TestKit.PRESENT.takes(failure);
  }

  private static boolean has(Throwable failure) {
    for (Class<?> kind : KINDS.get()) {
      if (kind.isInstance(failure)) {
        return true;
      }
    }
    return false;
  }
}
