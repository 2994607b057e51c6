package io.github.goprims.gochan.internal.time;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.threads.ThreadsColdStart;

/**
 * Sets up the classes of this package, and makes first calls, where there is enough stack for both;
 * {@link ThreadsColdStart} says why, and does so for the packages below. This class has nothing to
 * set up.
 */
public final class TimeColdStart {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean done;

  private TimeColdStart() {}

  /**
   * Does so, unless that has been done. To be called before anything else of this package is used
   * that may be used deep in a recursion.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  public static void ensure() {
    if (!done) {
      ThreadsColdStart.ensure();
      StackProbe.touch(StackProbe.CLASSES);
      StripedScheduler.warmUp(SystemTime.INSTANCE);
      SystemTime.INSTANCE.scheduler();
      done = true;
    }
  }
}
