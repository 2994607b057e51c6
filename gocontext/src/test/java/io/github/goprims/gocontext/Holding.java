package io.github.goprims.gocontext;

import java.util.concurrent.CountDownLatch;

/** A child that keeps the thread of a sweep until the test lets it go. */
class Holding extends Child {

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Waits until a thread is at the sweep, and kept here. */
  final void awaitEntered() throws InterruptedException {
    entered.await();
  }

  final void release() {
    released.countDown();
  }

  @Override
  int onParentEnd(CancelSweep sweep) {
    entered.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return NOTHING;
  }

  @Override
  void onCustomParentEnd(EndReason end) {
    throw new AssertionError("the context above is one of ours");
  }
}
