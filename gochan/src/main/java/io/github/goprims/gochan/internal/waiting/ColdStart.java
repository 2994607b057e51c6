package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.threads.ThreadsColdStart;
import io.github.goprims.gochan.internal.time.TimeColdStart;

/**
 * What {@link ThreadsColdStart} and {@link TimeColdStart} are for the packages below: sets up the
 * classes of this one where there is enough stack for it. As this is the uppermost, it is what the
 * modules call that use the kit. This class has nothing to set up.
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
      TimeColdStart.ensure();
      StackProbe.touch(StackProbe.CLASSES);
      Sentinel unused = Waiter.TIMED_OUT;
      done = true;
    }
  }
}
