package io.github.goprims.gochan;

import java.util.Objects;
import java.util.concurrent.Flow;

/** A channel from which subscribers receive, each by a goroutine of its own. */
record FlowPublisher<T>(ReceiveChannel<? extends T> channel) implements Flow.Publisher<T> {

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Go.go("Flows.publisher", new FlowDelivery<>(channel, subscriber));
  }

  @Override
  public String toString() {
    return "publisher of " + channel;
  }
}
