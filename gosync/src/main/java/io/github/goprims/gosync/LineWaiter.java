package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;
import io.github.goprims.gochan.internal.WaitQueue;
import org.jspecify.annotations.Nullable;

/** A thread that waits in a {@link WaitLine}. */
abstract class LineWaiter extends QueuedWaiter {

  private final Object primitive;

  /** Where it is, or was last; guarded by the line. */
  @Nullable WaitQueue<LineWaiter> queue;

  /** A waiter of the calling thread; what it waits for is {@code primitive}, as that prints. */
  LineWaiter(Object primitive) {
    this.primitive = primitive;
  }

  @Override
  public final String toString() {
    return reason() + ": " + primitive;
  }
}
