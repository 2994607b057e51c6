package io.github.goprims.gochan.internal;

import java.util.concurrent.locks.LockSupport;

/**
 * The one place where a thread of this library stops, and the one place where it is started again.
 *
 * <p>Each park names a blocker: its class name is the wait reason that thread dumps show ({@code
 * ChanSend}, {@code ChanReceive}), and its {@code toString} names the primitive. Whatever has to
 * know about blocked threads (dumps, events, gauges, a test's virtual time) attaches here.
 */
public final class Parking {

  private Parking() {}

  /** Parks until {@link #unpark}, an interrupt, the deadline, or for no reason at all. */
  static void park(Waiter blocker, long deadline) {
    if (deadline == TimeSource.FOREVER) {
      LockSupport.park(blocker);
    } else {
      TimeSource.current().parkUntil(blocker, deadline);
    }
  }

  /** Ends the current park of {@code thread}, or its next one. */
  static void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }
}
