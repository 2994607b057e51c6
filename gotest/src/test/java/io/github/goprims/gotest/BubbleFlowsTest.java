package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.Go;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Both ends of the bridge to Flow in a bubble. */
class BubbleFlowsTest {

  @Test
  void theirWaitsLetTimePass() throws Exception {
    Bubble.run(
        () -> {
          Channel<String> letters = Channel.make();
          Go.go(
              "postman",
              () -> {
                Go.sleep(Duration.ofDays(1));
                letters.send("hello");
                letters.close();
              });
          FlowSubscription<String> subscription = Flows.subscribe(Flows.publisher(letters), 1);
          assertThat(subscription.channel().receive()).isEqualTo("hello");
          assertThat(Bubble.now()).isEqualTo("2000-01-02T00:00:00Z");
          assertThat(subscription.channel().receive()).isNull();
        });
  }

  @Test
  void aSubscriptionThatNobodyEndsIsADeadlock() {
    assertThatThrownBy(
            () -> Bubble.run(() -> Flows.subscribe(Flows.publisher(Channel.make("letters", 1)), 1)))
        .isInstanceOf(BubbleDeadlockError.class)
        .hasMessageContaining("Flows.publisher")
        .hasMessageContaining("letters(length=0, capacity=1)");
    assertThat(Bubble.isInside()).isFalse();
  }

  /** What is refused to a thread outside has not taken place, and what follows inside is heard. */
  @Test
  void whatIsRefusedToAThreadOutsideChangesNothing() throws Exception {
    Bubble.run(
        () -> {
          Channel<Integer> channel = Channel.make(2);
          channel.send(1);
          channel.send(2);
          AtomicReference<Flow.Subscription> given = new AtomicReference<>();
          List<Integer> got = new CopyOnWriteArrayList<>();
          Flows.<Integer>publisher(channel).subscribe(new Noting(given, got));
          Bubble.await();
          refusedOutside(() -> given.get().request(1), "send on");
          Bubble.await();
          assertThat(got).isEmpty();
          given.get().request(1);
          Bubble.await();
          assertThat(got).containsExactly(1);
          given.get().cancel();

          AtomicReference<Flow.Subscriber<? super Integer>> subscriber = new AtomicReference<>();
          Flow.Publisher<Integer> publisher = subscriber::set;
          FlowSubscription<Integer> subscription = Flows.subscribe(publisher, 1);
          refusedOutside(() -> subscriber.get().onComplete(), "close of");
          assertThat(subscription.channel().isDrained()).isFalse();
          IOException failure = new IOException("sample");
          subscriber.get().onError(failure);
          assertThat(subscription.channel().isDrained()).isTrue();
          assertThat(subscription.failure()).isSameAs(failure);
        });
  }

  private static void refusedOutside(Runnable use, String operation) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(use);
    thread.setUncaughtExceptionHandler((unused, failure) -> thrown.set(failure));
    thread.start();
    thread.join();
    assertThat(thread.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(operation);
  }

  /** Notes what it gets, and asks for nothing. */
  private record Noting(AtomicReference<Flow.Subscription> subscription, List<Integer> got)
      implements Flow.Subscriber<Integer> {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.set(given);
    }

    @Override
    public void onNext(Integer value) {
      got.add(value);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      throw new AssertionError("nobody has closed it");
    }
  }
}
