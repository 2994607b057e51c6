package io.github.goprims.flashsale;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gosync.WaitGroup;

/**
 * Goroutines that handle orders, each one at a time. Their number and the time that an order takes
 * are the capacity of the service. They end when the queue is closed and drained.
 */
final class Workers {

  private final ReceiveChannel<Pending> queue;
  private final SendChannel<Pending> handled;
  private final Handler handler;
  private final WaitGroup running = new WaitGroup().named("workers");

  /**
   * Starts them.
   *
   * @param count how many
   * @param queue where orders come from
   * @param handled where they go, to be stored; if that is full, the workers wait, and the queue
   *     fills up behind them
   * @param handler what is done with each
   */
  Workers(int count, ReceiveChannel<Pending> queue, SendChannel<Pending> handled, Handler handler) {
    this.queue = queue;
    this.handled = handled;
    this.handler = handler;
    for (int i = 1; i <= count; i++) {
      running.go("worker-" + i, this::work);
    }
  }

  /** Waits for their end. */
  void await() throws InterruptedException {
    running.await();
  }

  private void work() throws InterruptedException {
    queue.forEachReceived(this::handle);
  }

  private void handle(Pending pending) throws InterruptedException {
    try {
      pending.context().throwIfDone(); // its deadline may have passed in the queue
      handler.handle(pending.context(), pending.order());
      handled.send(pending);
    } catch (RuntimeException e) {
      if (pending.context().err() == null) { // or else the request has seen it too, and answers
        Log.warning(pending.context(), "could not handle " + pending.order(), e);
        if (pending.claim()) {
          pending.settle(Outcome.FAILED);
        }
      }
    }
  }
}
