package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.threads.LibraryThreads;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Puts what a publisher signals into a channel, and asks for more as that is received. */
final class FlowSubscriber<T> implements Flow.Subscriber<T> {
  /*
   * State.
   *   channel    what has come; closed right after the end has been set
   *   end        null while it goes on; then what came first: completion, failure or close
   *   freed      room that the publisher does not know of: at first all, then what was received
   *   work       calls of drive that nobody has looked after; at first one, on behalf of the
   *              subscription that has not come
   *   upstream, cancelled   for the thread that looks after the work
   * Invariants.
   *   I1  requested and not come + in the channel + freed == capacity, as seen after each step of
   *       one thread: so there is room for each value that was requested
   *   I2  upstream is called by one thread at a time: by the one that has moved work from zero, or
   *       brought the subscription. Whoever comes meanwhile adds to work, and is looked after
   *   I3  once end is set nothing is requested, except by a call that has begun
   * Why it does not stall. Room below the batch is not told. Then the channel is not empty, or at
   *   least capacity - batch + 1 >= 1 values are requested and have not come.
   * Recursion. A publisher that signals from within its request or cancel comes to onNext, which
   *   calls nothing back, or to drive, which then only adds to work.
   * Out of stack. In taken the thread may get lost between counting and telling: as with other
   *   channels a wake-up is lost then, here that of the publisher.
   */

  /** Why it is over, and whether the publisher is still to be told. */
  private record End(@Nullable Throwable failure, boolean byPublisher) {}

  private static final End COMPLETED = new End(null, true);
  private static final End CLOSED = new End(null, false);

  private final Channel<T> channel;
  private final int batch;
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final AtomicInteger freed;
  private final AtomicInteger work = new AtomicInteger(1);
  private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();
  private boolean cancelled;

  FlowSubscriber(int capacity) {
    channel = new Channel<>(new FlowCore(capacity, this));
    batch = capacity - capacity / 2;
    freed = new AtomicInteger(capacity);
  }

  Channel<T> channel() {
    return channel;
  }

  @Nullable Throwable failure() {
    End now = end.get();
    return now == null ? null : now.failure;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription");
    if (upstream.compareAndSet(null, subscription)) {
      lookAfterWork();
    } else {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(T value) {
    requireSignalled(value, "value");
    try {
      if (!channel.trySend(value)) {
        fail(new IllegalStateException("onNext without request: " + channel));
      }
    } catch (ChannelClosedException over) {
      // The publisher has not heard of the end yet.
    }
  }

  @Override
  public void onError(Throwable failure) {
    requireSignalled(failure, "failure");
    end(new End(failure, true));
  }

  @Override
  public void onComplete() {
    end(COMPLETED);
  }

  void close() {
    if (end(CLOSED)) {
      drive();
    }
  }

  /** So many values have left the channel. Throws nothing: they have been received. */
  void taken(int count) {
    if (freed.addAndGet(count) >= batch) {
      drive();
    }
  }

  private void requireSignalled(@Nullable Object signalled, String name) {
    if (signalled == null) {
      NullPointerException failure = new NullPointerException(name);
      fail(failure);
      throw failure;
    }
  }

  private void fail(Throwable failure) {
    if (end(new End(failure, false))) {
      drive();
    }
  }

  /** Ends it, and closes the channel, in this order: who finds that closed knows why. */
  private boolean end(End how) {
    boolean first = end.compareAndSet(null, how);
    if (first) {
      channel.close();
    }
    return first;
  }

  private void drive() {
    if (work.getAndIncrement() == 0) {
      lookAfterWork();
    }
  }

  private void lookAfterWork() {
    int seen;
    do {
      seen = work.get();
      call(Objects.requireNonNull(upstream.get()));
    } while (!work.compareAndSet(seen, 0));
  }

  /** Tells the publisher what it is to know. */
  private void call(Flow.Subscription publisher) {
    End now = end.get();
    if (now == null) {
      request(publisher);
    } else if (!now.byPublisher && !cancelled) {
      cancelled = true;
      cancel(publisher);
    }
  }

  private void request(Flow.Subscription publisher) {
    int count = freed.getAndSet(0);
    if (count > 0) {
      try {
        publisher.request(count);
      } catch (Throwable failure) {
        fail(failure);
      }
    }
  }

  private static void cancel(Flow.Subscription publisher) {
    try {
      publisher.cancel();
    } catch (Throwable failure) {
      LibraryThreads.report(failure);
    }
  }
}
