package io.github.goprims.gosync;

import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One wait in the forms that all primitives have. */
record SoakForms(Plain plain, Timed timed, Until until) {

  /** Waits; only an interrupt ends that otherwise. */
  interface Plain {
    void await() throws InterruptedException;
  }

  /** Waits for so long at most; false if the time was over first. */
  interface Timed {
    boolean await(Duration patience) throws InterruptedException;
  }

  /** Waits until the context ends at most. */
  interface Until {
    void await(Context context) throws InterruptedException;
  }

  static SoakForms of(WaitGroup group) {
    return new SoakForms(group::await, group::await, group::await);
  }

  static SoakForms of(WeightedSemaphore semaphore, long weight) {
    return new SoakForms(
        () -> semaphore.acquire(weight),
        patience -> semaphore.tryAcquire(weight, patience),
        context -> semaphore.acquire(context, weight));
  }

  static SoakForms of(Cond cond, BooleanSupplier condition) {
    return new SoakForms(
        () -> cond.awaitUntil(condition),
        patience -> cond.awaitUntil(condition, patience),
        context -> cond.awaitUntil(condition, context));
  }
}
