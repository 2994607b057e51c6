package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.threads.LibraryThreads;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
   *   end        null while it goes on; then what came first: a failure, or NO_FAILURE for
   *              completion and close. Nothing is made for it: it needs no memory
   *   owesCancel the end did not come from the publisher, which is still to be told
   *   freed      room that the publisher does not know of: at first all, then what was received
   *   work       IDLE; CALLING while a thread looks after the work; AGAIN if there is more of it.
   *              At first AGAIN, on behalf of the subscription that has not come
   *   upstream   the publisher's subscription; NO_UPSTREAM once nobody is to be told any more
   * Invariants.
   *   I1  requested and not come + in the channel + freed == capacity, as seen after each step of
   *       one thread: so there is room for each value that was requested
   *   I2  upstream is called by one thread at a time: by the one that has moved work from IDLE, or
   *       brought the subscription. Whoever comes meanwhile leaves AGAIN, and is looked after
   *   I3  once end is set nothing is requested, except by a call that has begun
   * Why it does not stall. Room below the batch is not told. Then the channel is not empty, or at
   *   least capacity - batch + 1 >= 1 values are requested and have not come.
   * Recursion. A publisher that signals from within its request or cancel comes to onNext, which
   *   calls nothing back, or to drive, which then only leaves AGAIN.
   * Out of stack. Steps that belong together have a probe before the first. What fails in spite of
   *   it leaves work IDLE, by a write that needs no stack. Room that is left in freed is told at the
   *   next receive, and a cancel that is owed at the next close. Whoever finds the end set closes
   *   the channel once more, since the thread that has set it may have got lost before that.
   */

  private static final Object NO_FAILURE = new Object();

  private static final int IDLE = 0;
  private static final int CALLING = 1;
  private static final int AGAIN = 2;

  /** For a close of the channel, which has a probe of its own, and what we do around it. */
  private static final int STACK = StackProbe.WAKE_ALL + StackProbe.PARK;

  private final Channel<T> channel;
  private final int batch;

  /** NO_FAILURE, or a Throwable. */
  private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

  private final AtomicInteger freed;
  private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();
  private volatile int work = AGAIN;
  private volatile boolean owesCancel;

  FlowSubscriber(int capacity) {
    channel = new Channel<>(new FlowCore(capacity, this));
    batch = capacity - capacity / 2;
    freed = new AtomicInteger(capacity);
  }

  Channel<T> channel() {
    return channel;
  }

  @Nullable Throwable failure() {
    return end.get() instanceof Throwable failure ? failure : null;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    requireSignalled(subscription, "subscription");
    StackProbe.touch(STACK + StackProbe.STEP); // as in taken
    if (upstream.compareAndSet(null, subscription)) {
      lookAfterWork();
    } else {
      cancel(subscription);
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
    finish(failure, true);
  }

  @Override
  public void onComplete() {
    finish(NO_FAILURE, true);
  }

  void close() {
    finish(NO_FAILURE, false);
    drive();
  }

  /** So many values have left the channel. With zero: tells what may have been left to be told. */
  void taken(int count) {
    if (freed.addAndGet(count) >= batch) {
      StackProbe.touch(STACK + StackProbe.STEP); // if the request fails, an end has to fit
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
    finish(failure, false);
    drive();
  }

  /** Ends it, and closes the channel, in this order: who finds that closed knows why. */
  private void finish(Object how, boolean byPublisher) {
    StackProbe.touch(STACK);
    TestKit.use(channel.core(), "close of"); // before anything has changed
    if (end.compareAndSet(null, how)) {
      if (byPublisher) {
        upstream.set(NO_UPSTREAM);
      } else {
        owesCancel = true;
      }
    }
    channel.tryClose();
  }

  private void drive() {
    // With AGAIN somebody is about to look, or the subscription has not come.
    if (work != AGAIN && (int) WORK.getAndSet(this, AGAIN) == IDLE) {
      lookAfterWork();
    }
  }

  private void lookAfterWork() {
    try {
      do {
        work = CALLING;
        call(Objects.requireNonNull(upstream.get()));
      } while (!WORK.compareAndSet(this, CALLING, IDLE));
    } catch (Throwable failure) {
      work = IDLE;
      throw failure;
    }
  }

  /** Tells the publisher what it is to know. */
  private void call(Flow.Subscription publisher) {
    if (end.get() == null) {
      request(publisher);
    } else if (owesCancel) {
      owesCancel = false;
      upstream.set(NO_UPSTREAM);
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

  /** In place of a subscription that is over, which so can be garbage. */
  private static final Flow.Subscription NO_UPSTREAM =
      new Flow.Subscription() {
        @Override
        public void request(long count) {
          // Nobody is there any more.
        }

        @Override
        public void cancel() {
          // Nor here.
        }
      };

  // VarHandle mechanics
  private static final VarHandle WORK =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "work", VarHandle.class, FlowSubscriber.class, int.class);
}
