package io.github.goprims.flashsale;

import io.github.goprims.gocontext.Context;

/** What a worker does with an order before it is stored. */
@FunctionalInterface
interface Handler {

  /**
   * Handles an order, unless {@code context} ends first.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if it does
   */
  void handle(Context context, Order order) throws InterruptedException;
}
