package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.events.Events;
import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.internal.threads.ThreadsColdStart;
import io.github.goprims.gochan.internal.time.TimeColdStart;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the classes of all packages of the kit where there is enough stack for it: those of this
 * package itself, after {@link TimeColdStart} and {@link ThreadsColdStart} have done so for those
 * below. The modules that use the kit call this one. This class has nothing to set up.
 */
public final class ColdStart {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean done;

  private ColdStart() {}

  /**
   * Does so, unless that has been done. To be called before anything else of the library is used
   * that may be used deep in a recursion.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  public static void ensure() {
    if (!done) {
      TimeColdStart.ensure();
      StackProbe.touch(StackProbe.CLASSES);
      Events.ensure();
      Sentinel unused = Waiter.TIMED_OUT;
      WaitPolicy.beforePark(WaitPolicy.LastStep.PARK, false);
      new WaitPolicy(true).looks();
      done = true;
      reportUnknownWays();
    }
  }

  private static void reportUnknownWays() {
    @Nullable Runnable report = WaitPolicy.reportOfUnknown();
    if (report != null) {
      Couriers.send(report);
    }
  }
}
