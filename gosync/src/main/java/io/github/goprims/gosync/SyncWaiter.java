package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;

/** A thread that waits in a {@link LockedWaitQueue}. */
abstract class SyncWaiter extends QueuedWaiter {

  private final Object primitive;

  /** When it came, in releases of all; guarded by the line. */
  int generation;

  /** A waiter of the calling thread; what it waits for is {@code primitive}, as that prints. */
  SyncWaiter(Object primitive) {
    this.primitive = primitive;
  }

  @Override
  public final String toString() {
    return reason() + ": " + primitive;
  }
}
