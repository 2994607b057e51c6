package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Workers of {@link FullHeap} that send and receive, and that receive what is published. */
final class FullHeapChannels {

  private static final Integer TOKEN = 1;

  private FullHeapChannels() {}

  static void addTo(FullHeapWorkers workers) {
    channel(workers, 0);
    channel(workers, 4);
    subscription(workers);
  }

  private static void channel(FullHeapWorkers workers, int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    String sends = "send " + capacity;
    String receives = "receive " + capacity;
    workers.add(
        2,
        index ->
            new FullHeapWorker(workers, sends) {
              @Override
              void step() throws InterruptedException {
                channel.send(TOKEN);
                steps++;
              }
            });
    workers.add(
        2,
        index ->
            new FullHeapWorker(workers, receives) {
              private boolean closed;

              @Override
              boolean goesOn() {
                return !closed;
              }

              @Override
              void step() throws InterruptedException {
                if (channel.receive() != null) {
                  steps++;
                } else {
                  closed = true;
                }
              }
            });
    workers.inTheEnd(
        () -> {
          long sent = workers.sumOf(sends);
          channel.close();
          workers.check(
              workers.sumOf(receives) == sent, "not all that was sent was received, or more");
        });
  }

  /** Publishes as much as is requested, within the request. */
  private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
    private Flow.@Nullable Subscriber<? super Integer> subscriber;
    private volatile long published;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // by one thread at a time
    public void request(long count) {
      for (long i = 0; i < count; i++) {
        published++;
        subscriber.onNext(TOKEN);
      }
    }

    @Override
    public void cancel() {
      subscriber = null;
    }
  }

  private static void subscription(FullHeapWorkers workers) {
    Source source = new Source();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 4);
    workers.add(
        2,
        index ->
            new FullHeapWorker(workers, "subscribed") {
              @Override
              void step() throws InterruptedException {
                workers.check(
                    subscription.channel().receive() != null, "the subscription has ended");
                steps++;
              }
            });
    workers.inTheEnd(
        () -> {
          long received = workers.sumOf("subscribed");
          workers.check(subscription.failure() == null, "the subscription has failed");
          workers.check(
              received + subscription.channel().length() == source.published,
              "not all that was published was received, or more");
          subscription.close();
        });
  }
}
