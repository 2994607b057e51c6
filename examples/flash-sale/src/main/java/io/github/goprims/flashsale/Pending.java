package io.github.goprims.flashsale;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An order on its way from the request to the store and back.
 *
 * <p>The request's deadline may pass at any moment, also while the order is about to be stored. So
 * that the client is told the truth, one word decides: either the writer claims the order before it
 * begins the transaction, or the request does when it gives up. Who comes second leaves it alone.
 */
final class Pending {

  private final Order order;
  private final Context context;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final Channel<Outcome> outcome = Channel.make("outcome", 1);

  Pending(Order order, Context context) {
    this.order = order;
    this.context = context;
  }

  Order order() {
    return order;
  }

  Context context() {
    return context;
  }

  /** Decides on this order, unless that is done; says whether the caller is the one who does. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /** Tells the request what became of the order; for the one who has claimed it, and once. */
  void settle(Outcome result) {
    outcome.trySend(result);
    outcome.close();
  }

  /**
   * Waits for the outcome, until the context ends. If the writer has the order by then, waits for
   * the rest of its transaction.
   */
  Outcome await() throws InterruptedException {
    try {
      return received(context.receive(outcome));
    } catch (ContextDoneException e) {
      return claim() ? Outcome.EXPIRED : received(outcome.receive());
    }
  }

  private static Outcome received(@Nullable Outcome outcome) {
    return outcome == null ? Outcome.UNKNOWN : outcome;
  }
}
