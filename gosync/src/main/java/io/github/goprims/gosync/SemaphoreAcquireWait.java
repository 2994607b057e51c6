package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.waiting.QueuedWaiter;
import io.github.goprims.gochan.internal.waiting.WaitPolicy.LastStep;

/** The wait of a thread for weight of a {@link WeightedSemaphore}. */
final class SemaphoreAcquireWait extends QueuedWaiter {

  private final WeightedSemaphore semaphore;

  /** How much the thread wants. */
  final long weight;

  /**
   * Whether the thread has got it; guarded by the lock of the semaphore. It stays true once it is.
   */
  boolean holds;

  /** Whether nobody was in line when this waiter came; for its own thread only. */
  boolean isFirst;

  SemaphoreAcquireWait(WeightedSemaphore semaphore, long weight) {
    this.semaphore = semaphore;
    this.weight = weight;
  }

  @Override
  protected LastStep lastStep() {
    return isFirst ? LastStep.YIELD : LastStep.PARK; // behind others it is more than a turn
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.SEMAPHORE_ACQUIRE;
  }

  @Override
  public String reason() {
    return "semaphore acquire";
  }

  @Override
  public WeightedSemaphore primitive() {
    return semaphore;
  }

  @Override
  public String waitsOn() {
    return weight + " of " + semaphore;
  }
}
