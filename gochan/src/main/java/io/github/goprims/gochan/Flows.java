package io.github.goprims.gochan;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * The bridge between channels and {@link Flow}, the JDK's form of Reactive Streams, by which
 * clients of brokers, databases and HTTP take and give values.
 *
 * <p>A channel as a publisher, for what takes one:
 *
 * {@snippet file="io/github/goprims/gochan/FlowSamples.java" region="publisher"}
 *
 * <p>A publisher as a channel, for goroutines that receive:
 *
 * {@snippet file="io/github/goprims/gochan/FlowSamples.java" region="subscribe"}
 *
 * <p>Neither side gets more than it has room for. Where the other side knows the interfaces of
 * {@code org.reactivestreams} only, its {@code FlowAdapters} convert.
 */
public final class Flows {

  private Flows() {}

  /**
   * A publisher whose subscribers receive from {@code channel}.
   *
   * <p><b>Sharing.</b> A subscriber takes part in receiving, as a goroutine in a loop would: each
   * value goes to one of those that receive from the channel, be it a subscriber or a thread. A
   * single subscriber gets all of them, in order. There may be any number of subscribers, at any
   * time.
   *
   * <p><b>Demand.</b> A value is received only for a subscriber that has requested it. What nobody
   * has requested stays in the channel, and its senders wait there. {@link Long#MAX_VALUE} and more
   * is no limit.
   *
   * <p><b>Signals.</b> Each subscription has a goroutine of its own, named {@code Flows.publisher},
   * from which all signals come, one after the other, {@code onSubscribe} first. So a subscriber
   * may block, and may request and cancel from within a signal; the stack does not grow. The
   * goroutine waits while there is nothing to do, and ends with the subscription. It inherits from
   * the thread that subscribes as with {@link Go#go(Task)}.
   *
   * <p><b>The end.</b> When the channel is closed and drained, {@code onComplete} follows, with the
   * next request at the latest: a subscriber that has got all that it requested hears of a later
   * close only then. A channel does not fail, so {@code onError} has three reasons: a request of
   * less than one ({@link IllegalArgumentException}, "non-positive subscription request: …"), an
   * interrupt of the goroutine ({@link InterruptedException}), or a receive that has thrown. An
   * error other than {@link VirtualMachineError} is not told: it ends the goroutine.
   *
   * <p><b>Cancel.</b> {@code cancel} returns at once. A receive that is under way as it is called
   * may still succeed, and then its value is still handed to {@code onNext}; after a cancel from
   * within a signal there is no further one. So no value is lost: each that was received has been
   * handed to a subscriber. A subscriber that throws has cancelled, and what it threw ends the
   * goroutine, as with {@link Go#go(Task)}.
   *
   * <p>Memory consistency effects: actions before a send <i>happen-before</i> the {@code onNext}
   * that has its value, and actions before a close <i>happen-before</i> the {@code onComplete} that
   * comes of it. Actions before a subscription is made, and before a request, <i>happen-before</i>
   * the signals that come of them.
   *
   * <p>To subscribe costs a goroutine; a value costs a select over two channels.
   *
   * @param channel what subscribers receive from
   * @param <T> the type of the values
   * @return a publisher; making it changes nothing, and it need not be subscribed to. Its {@code
   *     subscribe} throws {@link NullPointerException} "subscriber"
   * @throws NullPointerException "channel"
   */
  public static <T> Flow.Publisher<T> publisher(ReceiveChannel<? extends T> channel) {
    Rehearsal.ensure();
    return new FlowPublisher<>(Objects.requireNonNull(channel, "channel"));
  }

  /**
   * Subscribes to {@code publisher}, and puts into a channel what it publishes.
   *
   * <p><b>Demand.</b> What has been requested and has not come, and what has come and has not been
   * received, is never more than {@code capacity}. That much is requested first, and more as soon
   * as half of it has been received, in the thread that has received: the publisher's {@code
   * request} runs there, after the receive has taken place, and cannot fail it. A publisher that
   * publishes within {@code request}, faster than one thread receives, may keep that thread there
   * while others receive what it publishes: give it one receiver, or a publisher with threads of
   * its own. No thread is started, and none waits but those that receive.
   *
   * <p><b>The end.</b> When the publisher has completed or failed, the channel is closed: what has
   * come before can still be received. Whoever has received the last value asks the subscription
   * why, {@link FlowSubscription#failure()}. Until then the subscription lasts: close it if you
   * receive no more.
   *
   * <p>A publisher that breaks the rules of {@link Flow} ends the subscription with a failure, and
   * is cancelled: one whose {@code request} throws (what it threw); one that signals a null, with
   * {@link NullPointerException}, which is thrown at the publisher as well; one that publishes more
   * than there is room for, with {@link IllegalStateException} "onNext without request: …". That
   * value is dropped, and so is what it publishes afterwards. What {@code cancel} throws reaches
   * the handler of uncaught exceptions of the thread that called it. A second {@code onSubscribe}
   * is cancelled.
   *
   * <p>Waits for nothing but what the publisher's own {@code subscribe} waits for.
   *
   * @param publisher what to subscribe to; its {@code subscribe} is called once, and what it throws
   *     is thrown here
   * @param capacity how many values may be on their way or in the channel, from one to
   *     2<sup>30</sup>
   * @param <T> the type of the values
   * @return the subscription, which has the channel
   * @throws NullPointerException "publisher"
   * @throws IllegalArgumentException "capacity out of range: …"
   */
  public static <T> FlowSubscription<T> subscribe(
      Flow.Publisher<? extends T> publisher, int capacity) {
    Objects.requireNonNull(publisher, "publisher");
    if (capacity < 1 || capacity > Channel.MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity out of range: " + capacity);
    }
    Rehearsal.ensure();
    FlowSubscriber<T> subscriber = new FlowSubscriber<>(capacity);
    try {
      publisher.subscribe(subscriber);
    } catch (Throwable failure) {
      subscriber.close(); // nobody gets to know of what may have begun
      throw failure;
    }
    return new FlowSubscription<>(subscriber);
  }
}
