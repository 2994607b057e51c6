package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishers that break the rules of {@link Flow}, or throw. */
@ExtendWith(LeakCheck.class)
class FlowSubscribeMisuseTest {

  @Test
  @Spec("FLOW-12")
  void whatWasNotRequestedEndsTheSubscription() {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 2).named("sizes");
    source.publish(1, 2, 3);
    assertThat(subscription.channel()).containsExactly(1, 2);
    assertThat(subscription.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("onNext without request: sizes(length=2, capacity=2)");
    assertThat(source.calls).containsExactly(2L, -1L);
  }

  @Test
  @Spec("FLOW-12")
  void aNullEndsTheSubscriptionAndIsRefused() {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 2);
    assertThatNullPointerException()
        .isThrownBy(() -> source.subscriber().onNext(null))
        .withMessage("value")
        .satisfies(thrown -> assertThat(subscription.failure()).isSameAs(thrown));
    assertThat(subscription.channel().isDrained()).isTrue();
    assertThat(source.calls).containsExactly(2L, -1L);

    FlowSource<Integer> failing = new FlowSource<>();
    FlowSubscription<Integer> failed = Flows.subscribe(failing, 2);
    assertThatNullPointerException()
        .isThrownBy(() -> failing.subscriber().onError(null))
        .withMessage("failure");
    assertThat(failed.failure()).isInstanceOf(NullPointerException.class);

    List<Flow.Subscriber<? super Integer>> later = new ArrayList<>();
    FlowSubscription<Integer> none = Flows.subscribe(later::add, 2);
    assertThatNullPointerException()
        .isThrownBy(() -> later.getFirst().onSubscribe(null))
        .withMessage("subscription")
        .satisfies(thrown -> assertThat(none.failure()).isSameAs(thrown));
    assertThat(none.channel().isDrained()).isTrue();
    FlowSource<Integer> late = new FlowSource<>();
    later.getFirst().onSubscribe(late);
    assertThat(late.calls).containsExactly(-1L);
  }

  @Test
  @Spec("FLOW-12")
  void aRequestThatThrowsEndsTheSubscriptionAndNotTheReceive() {
    RuntimeException failure = new IllegalStateException("sample");
    FlowSource<Integer> source =
        new FlowSource<>() {
          @Override
          public void request(long count) {
            super.request(count);
            if (calls.size() > 1) {
              throw failure;
            }
          }
        };
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 2);
    source.publish(1, 2);
    assertThat(subscription.channel()).containsExactly(1, 2);
    assertThat(subscription.failure()).isSameAs(failure);
    assertThat(source.calls).containsExactly(2L, 1L, -1L);
  }

  @EveryThreadKind
  @Spec("FLOW-12")
  void whatCancelThrowsReachesTheHandler(ThreadKind kind) {
    RuntimeException failure = new IllegalStateException("sample");
    FlowSource<Integer> source =
        new FlowSource<>() {
          @Override
          public void cancel() {
            throw failure;
          }
        };
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 2);
    List<Throwable> handled = new ArrayList<>();
    kind.attempt(
            "closer",
            () -> {
              Thread.currentThread()
                  .setUncaughtExceptionHandler((thread, thrown) -> handled.add(thrown));
              source.subscriber().onSubscribe(source); // a second one, which is cancelled
              subscription.close();
            })
        .result();
    assertThat(handled).containsExactly(failure, failure);
    assertThat(subscription.channel().isDrained()).isTrue();
  }

  @Test
  @Spec("FLOW-12")
  void aSecondSubscriptionIsCancelled() {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 2);
    FlowSource<Integer> second = new FlowSource<>();
    source.subscriber().onSubscribe(second);
    assertThat(second.calls).containsExactly(-1L);
    source.publish(1);
    assertThat(subscription.channel().tryReceive()).isEqualTo(1);
    assertThat(source.calls).containsExactly(2L, 1L);
  }

  @Test
  @Spec("FLOW-12")
  void whatSubscribeThrowsIsThrownAndNothingIsLeft() {
    FlowSource<Integer> source = new FlowSource<>();
    RuntimeException failure = new IllegalStateException("sample");
    assertThatThrownBy(
            () ->
                Flows.subscribe(
                    subscriber -> {
                      subscriber.onSubscribe(source);
                      throw failure;
                    },
                    2))
        .isSameAs(failure);
    assertThat(source.calls).containsExactly(2L, -1L);
  }
}
