package io.github.goprims.gochan.internal;

import java.lang.invoke.MethodHandles;

/**
 * Sets up the classes that the whole library depends on, where there is enough stack for it: a
 * class whose initialisation an overflow has ended is never usable again. And makes first calls,
 * for those need far more stack than later ones, and memory.
 *
 * <p>This class itself, {@link StackProbe} and whatever calls {@link #ensure} first have nothing to
 * set up.
 */
public final class ColdStart {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean done;

  private ColdStart() {}

  /**
   * To be called before anything else of the library is used that may be used deep in a recursion.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  public static void ensure() {
    if (!done) {
      StackProbe.touch(StackProbe.CLASSES);
      warmUp();
      done = true;
      Debug.reportUnknown();
    }
  }

  private static void warmUp() {
    StripedScheduler.warmUp(SystemTime.INSTANCE);
    SystemTime.INSTANCE.scheduler();
    Couriers.Holder.POOL.size();
    CourierPool.warmUp();
    setUp(Waiter.class, Detached.class, Rethrow.class, StripedScheduler.Report.class);
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
}
