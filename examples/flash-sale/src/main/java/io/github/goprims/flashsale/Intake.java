package io.github.goprims.flashsale;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ChannelClosedException;
import io.github.goprims.gochan.ReceiveChannel;

/**
 * The door: an order gets a place in the queue at once, or none. Nobody waits outside, so overload
 * takes no memory and no goroutine; what waits in the queue is bounded, and so is for how long.
 */
final class Intake {

  private final Channel<Pending> queue;
  private final double ordersPerSecond;

  /**
   * Opens it.
   *
   * @param capacity how many orders may wait
   * @param ordersPerSecond how many the workers handle
   */
  Intake(int capacity, double ordersPerSecond) {
    queue = Channel.make("queue", capacity);
    this.ordersPerSecond = ordersPerSecond;
  }

  /** Where the workers receive. Closed, and then drained, when the service shuts down. */
  ReceiveChannel<Pending> queue() {
    return queue.receiveOnly();
  }

  /** Waits for what becomes of the order, if there is a place for it. */
  Outcome submit(Pending pending) throws InterruptedException {
    try {
      return queue.trySend(pending) ? pending.await() : Outcome.BUSY;
    } catch (ChannelClosedException e) {
      return Outcome.CLOSING; // the moment of closing decides: what was sent before is handled
    }
  }

  /** When the orders that wait now will have been handled: what Retry-After says. At least 1. */
  long retryAfterSeconds() {
    return Math.max(1, (long) Math.ceil(queue.length() / ordersPerSecond));
  }

  /** Whether orders are still taken. */
  boolean isOpen() {
    return !queue.isClosed();
  }

  /** Refuses all orders from now on. Those in the queue stay there for the workers. */
  void close() {
    queue.close();
  }
}
