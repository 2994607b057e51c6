package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.waiting.QueuedWaiter;

/** The wait of a thread in a {@link LockedWaitQueue}. */
abstract class SyncWaiter extends QueuedWaiter {

  private final Object primitive;

  /** The generation of the queue when this waiter came; guarded by the queue. */
  int generation;

  /** Makes a waiter of the calling thread, for a {@code primitive} that its text shows. */
  SyncWaiter(Object primitive) {
    this.primitive = primitive;
  }

  @Override
  public final Object primitive() {
    return primitive;
  }
}
