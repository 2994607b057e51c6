package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.QueuedWaiter;

/** The wait of a thread for weight of a {@link WeightedSemaphore}. */
final class SemaphoreAcquireWait extends QueuedWaiter {

  private final WeightedSemaphore semaphore;

  /** How much the thread wants. */
  final long weight;

  /**
   * Whether the thread has got it; guarded by the lock of the semaphore. It stays true once it is.
   */
  boolean holds;

  SemaphoreAcquireWait(WeightedSemaphore semaphore, long weight) {
    this.semaphore = semaphore;
    this.weight = weight;
  }

  @Override
  public String reason() {
    return "semaphore acquire";
  }

  @Override
  public String toString() {
    return reason() + ": " + weight + " of " + semaphore;
  }
}
