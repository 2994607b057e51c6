package io.github.goprims.gochan;

import java.util.Objects;
import java.util.concurrent.Flow;

/** What the goroutine of a subscription does: receives what is asked for, and hands it over. */
final class FlowDelivery<T> implements Task {
  /*
   * Idea.        One goroutine calls the subscriber, so its signals come one by one, whoever asks,
   *              and none is nested in another. It waits for two things at once, as Go would: to be
   *              told by the subscriber, and, if that has asked for something, for a value.
   * Nothing is lost. What has been received is handed over before anything else is looked at.
   * To be told comes first in the select, so that a cancel which has returned before the select
   * began keeps it from receiving.
   * The end.     A receive from a channel that is drained takes nothing, so it needs no demand.
   */

  private final ReceiveChannel<? extends T> channel;
  private final Flow.Subscriber<? super T> subscriber;
  private final FlowDemand demand = new FlowDemand();

  FlowDelivery(ReceiveChannel<? extends T> channel, Flow.Subscriber<? super T> subscriber) {
    this.channel = channel;
    this.subscriber = subscriber;
  }

  @Override
  public void run() {
    subscriber.onSubscribe(demand);
    deliver(Select.create().ordered());
  }

  private void deliver(Select select) {
    ReceiveCase<FlowDemand> told = select.onReceive(demand.changes());
    ReceiveCase<? extends T> next = select.onReceive(channel);
    long open = 0; // asked for and not handed over
    while (true) {
      SelectCase chosen;
      try {
        next.enabled(open > 0 || channel.isDrained());
        chosen = select.await();
      } catch (InterruptedException | RuntimeException | VirtualMachineError failure) {
        if (!demand.isCancelled()) { // the select refuses an interrupted thread before it looks
          subscriber.onError(failure);
        }
        return;
      }
      if (chosen == told) {
        long asked = demand.take();
        if (asked == FlowDemand.CANCELLED) {
          return;
        }
        if (asked == FlowDemand.REFUSED) {
          subscriber.onError(demand.refusal());
          return;
        }
        open = FlowDemand.sum(open, asked);
      } else if (next.isOpen()) {
        open--;
        subscriber.onNext(Objects.requireNonNull(next.value()));
      } else {
        subscriber.onComplete();
        return;
      }
    }
  }
}
