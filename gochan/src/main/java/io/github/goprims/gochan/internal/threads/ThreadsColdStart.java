package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the classes of this package and of the one below, where there is enough stack for it: a
 * class whose initialisation an overflow has ended is never usable again. It also makes first
 * calls, since they need far more stack than later ones, and memory.
 *
 * <p>This class itself and {@link StackProbe} have nothing to set up, nor may the class that calls
 * {@link #ensure} first. The packages above have a class of the same kind, which calls this one
 * before it does anything else.
 */
public final class ThreadsColdStart {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean done;

  private ThreadsColdStart() {}

  /**
   * Does so, unless that has been done. To be called before anything else of this package is used
   * that may be used deep in a recursion.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  public static void ensure() {
    if (!done) {
      StackProbe.touch(StackProbe.CLASSES);
      StackProbe.prepare();
      warmUp();
      done = true;
      reportUnknownChecks();
    }
  }

  private static void warmUp() {
    setUp(TestKit.class); // first: the others go by whether there is one
    Couriers.Holder.POOL.size();
    CourierPool.warmUp();
    LiveGoroutines.rehearse();
    setUp(Detached.class, Rethrow.class);
    try {
      throw new StackOverflowError();
    } catch (Throwable failure) {
      // To find this handler takes a class, which must not be looked up in an overflow.
    }
  }

  private static void setUp(Class<?>... kit) {
    try {
      for (Class<?> each : kit) {
        MethodHandles.lookup().ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void reportUnknownChecks() {
    @Nullable Runnable report = Debug.reportOfUnknown();
    if (report != null) {
      Couriers.Holder.POOL.send(report);
    }
  }
}
