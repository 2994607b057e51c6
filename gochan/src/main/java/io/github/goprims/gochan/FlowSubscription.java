package io.github.goprims.gochan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a publisher, made by {@link Flows#subscribe}: the channel with what it
 * publishes, and why there is no more. A sample is at {@link Flows}.
 *
 * <p>Any number of threads may use a subscription and share its channel; each value goes to one of
 * them.
 *
 * <p>Memory consistency effects: actions of the publisher before it signals a value
 * <i>happen-before</i> actions after the receive of that value, and those before it signals the end
 * <i>happen-before</i> actions after a receive that returns because the channel is closed; such a
 * thread sees the {@link #failure}. Actions before a receive <i>happen-before</i> the request that
 * comes of it.
 *
 * @param <T> the type of the values
 */
public final class FlowSubscription<T> implements AutoCloseable {

  private final FlowSubscriber<T> subscriber;
  private final ReceiveChannel<T> channel;

  FlowSubscription(FlowSubscriber<T> subscriber) {
    this.subscriber = subscriber;
    this.channel = subscriber.channel().receiveOnly();
  }

  /**
   * The channel with what the publisher publishes, closed when there is no more. Its capacity is
   * that of the subscription, and its length what has come and has not been received.
   *
   * @return the same each time
   */
  public ReceiveChannel<T> channel() {
    return channel;
  }

  /**
   * Why there is no more: to be asked when the channel is {@linkplain ReceiveChannel#isDrained()
   * drained}, by a thread that has received null, say. From then on the answer stays, and so does
   * one that is not null.
   *
   * @return what the publisher has signalled, or what {@link Flows#subscribe} lists for publishers
   *     that break the rules; null if it has completed, if {@link #close} was first, and while it
   *     goes on
   */
  public @Nullable Throwable failure() {
    return subscriber.failure();
  }

  /**
   * Names the channel, as {@link Channel#named} does.
   *
   * @param name see there
   * @return this subscription
   * @throws NullPointerException "name"
   */
  public FlowSubscription<T> named(String name) {
    Objects.requireNonNull(name, "name");
    subscriber.channel().named(name);
    return this;
  }

  /**
   * Ends the subscription, unless it has ended: cancels it, and closes the channel, so that those
   * who wait there return. A second call does nothing.
   *
   * <p>What has come can still be received. What the publisher publishes from now on is dropped: at
   * most the capacity of the channel, less what is in it. A failure that it signals from now on is
   * dropped, too.
   *
   * <p>Waits for nothing, and ignores the interrupt flag. The publisher's {@code cancel} runs in
   * the calling thread; or, if the publisher is at that moment called from another thread, in that
   * one, afterwards. If there is no subscription yet, it is cancelled when it comes.
   */
  @Override
  public void close() {
    subscriber.close();
  }

  /** The channel and its state. */
  @Override
  public String toString() {
    return "subscription to " + subscriber.channel();
  }
}
