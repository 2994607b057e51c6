package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A subscription that is closed before its publisher has ended. */
@ExtendWith(LeakCheck.class)
class FlowSubscribeCloseTest {

  @EveryThreadKind
  @Spec("FLOW-11")
  void closeCancelsAndEndsTheWait(ThreadKind kind) {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 4);
    Attempt<Integer> receiver =
        kind.attempt("receiver", () -> subscription.channel().receive())
            .awaitBlocked("chan receive");
    kind.attempt(
            "closer",
            () -> {
              Thread.currentThread().interrupt();
              subscription.close();
              assertThat(Thread.interrupted()).isTrue();
            })
        .result();
    assertThat(receiver.result()).isNull();
    assertThat(source.calls).containsExactly(4L, -1L);
    subscription.close();
    assertThat(source.calls).containsExactly(4L, -1L);
  }

  @Test
  @Spec("FLOW-11")
  void closeLeavesWhatHasComeAndDropsWhatComes() {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 4);
    source.publish(1, 2);
    subscription.close();
    source.publish(3, 4);
    source.subscriber().onError(new IOException("sample"));
    assertThat(subscription.channel()).containsExactly(1, 2);
    assertThat(subscription.failure()).isNull();
    assertThat(source.calls).containsExactly(4L, -1L);
  }

  @Test
  @Spec("FLOW-11")
  void closeBeforeTheSubscriptionCancelsItWhenItComes() {
    FlowSource<Integer> source = new FlowSource<>();
    List<Flow.Subscriber<? super Integer>> later = new ArrayList<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(later::add, 4);
    assertThat(subscription.channel().tryReceive()).isNull();
    subscription.close();
    assertThat(subscription.channel().isDrained()).isTrue();
    later.getFirst().onSubscribe(source);
    assertThat(source.calls).containsExactly(-1L);
  }

  /** More of them than an int can count. */
  @Test
  @Spec("FLOW-11")
  void looksThatFindNothingBeforeTheSubscriptionAreNotCounted() {
    FlowSubscriber<Integer> subscriber = new FlowSubscriber<>(4);
    for (int i = 0; i < 3; i++) {
      assertThat(subscriber.channel().tryReceiveMany(1)).isEmpty();
    }
    assertThat(subscriber).extracting("work").isEqualTo(2); // AGAIN
  }

  @Test
  @Spec("FLOW-11")
  void anEndedSubscriptionKeepsNothingOfThePublisher() {
    FlowSource<Integer> completed = new FlowSource<>();
    FlowSource<Integer> closed = new FlowSource<>();
    FlowSubscriber<Integer> one = new FlowSubscriber<>(4);
    one.onSubscribe(completed);
    one.onComplete();
    assertThat(one).extracting("upstream.plain").isNotSameAs(completed);
    FlowSubscriber<Integer> other = new FlowSubscriber<>(4);
    other.onSubscribe(closed);
    other.close();
    assertThat(other).extracting("upstream.plain").isNotSameAs(closed);
  }
}
