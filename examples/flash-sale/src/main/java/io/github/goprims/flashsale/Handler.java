package io.github.goprims.flashsale;

import io.github.goprims.gocontext.Context;

/** What a worker does with an order before it is stored. */
@FunctionalInterface
interface Handler {

  /**
   * Handles an order, unless {@code context} ends first.
   *
   * @throws RuntimeException if that has ended, or the order could not be handled
   */
  void handle(Context context, Order order) throws InterruptedException;
}
