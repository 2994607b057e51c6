package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A publisher as a channel: its values, its end, and the arguments. */
@ExtendWith(LeakCheck.class)
class FlowSubscribeTest {

  @EveryThreadKind
  @Spec("FLOW-09")
  void completionClosesAndLeavesWhatHasCome(ThreadKind kind) {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 4);
    source.publish(1, 2);
    source.subscriber().onComplete();
    assertThat(subscription.channel()).containsExactly(1, 2);
    assertThat(subscription.failure()).isNull();
    assertThat(source.calls).containsExactly(4L);

    FlowSource<Integer> empty = new FlowSource<>();
    FlowSubscription<Integer> waitedFor = Flows.subscribe(empty, 4);
    Attempt<Integer> receiver =
        kind.attempt("receiver", () -> waitedFor.channel().receive()).awaitBlocked("chan receive");
    empty.subscriber().onComplete();
    assertThat(receiver.result()).isNull();
  }

  @EveryThreadKind
  @Spec("FLOW-10")
  void aFailureIsKnownToWhomFindsTheChannelClosed(ThreadKind kind) {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 4);
    source.publish(1);
    assertThat(subscription.failure()).isNull();
    IOException failure = new IOException("sample");
    Attempt<@Nullable Throwable> receiver =
        kind.attempt(
            "receiver",
            () -> {
              assertThat(subscription.channel().receive()).isEqualTo(1);
              assertThat(subscription.channel().receive()).isNull();
              return subscription.failure();
            });
    receiver.awaitBlocked("chan receive");
    source.subscriber().onError(failure);
    assertThat(receiver.result()).isSameAs(failure);
    assertThat(source.calls).containsExactly(4L);
    subscription.close();
    source.subscriber().onComplete();
    assertThat(subscription.failure()).isSameAs(failure);
    assertThat(source.calls).containsExactly(4L);
  }

  @EveryThreadKind
  @Spec("FLOW-11")
  void anInterruptedReceiverTakesNothing(ThreadKind kind) {
    FlowSource<Integer> source = new FlowSource<>();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 1);
    Attempt<Integer> receiver =
        kind.attempt("receiver", () -> subscription.channel().receive())
            .awaitBlocked("chan receive");
    receiver.interrupt();
    assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
    source.publish(1);
    assertThat(source.calls).containsExactly(1L);
    assertThat(subscription.channel().tryReceive()).isEqualTo(1);
    assertThat(source.calls).containsExactly(1L, 1L);
  }

  @Test
  void valuesPassThroughBothEndsOfTheBridge() {
    Channel<Integer> first = Channel.make(2);
    Go.go(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            first.send(i);
          }
          first.close();
        });
    FlowSubscription<Integer> second = Flows.subscribe(Flows.publisher(first), 3);
    assertThat(second.channel())
        .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    assertThat(second.failure()).isNull();
  }

  @Test
  void samplesRunWithAPublisherOfTheJdk() throws Exception {
    SubmissionPublisher<Integer> sizes = new SubmissionPublisher<>();
    Attempt<Long> total = ThreadKind.VIRTUAL.attempt("total", () -> FlowSamples.total(sizes));
    Await.until("subscribed", sizes::hasSubscribers);
    IntStream.rangeClosed(1, 100).forEach(sizes::submit);
    sizes.close();
    assertThat(total.result()).isEqualTo(5_050);

    Flow.Publisher<String> lines = FlowSamples.lines(List.of("one", "two"));
    assertThat(Flows.subscribe(lines, 1).channel()).containsExactly("one", "two");

    SubmissionPublisher<Integer> failing = new SubmissionPublisher<>();
    failing.closeExceptionally(new IOException("sample"));
    assertThatThrownBy(() -> FlowSamples.total(failing))
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("sample");
  }

  @Test
  @Spec("INT-11")
  void argumentsAreChecked() {
    FlowSource<Integer> source = new FlowSource<>();
    assertThatNullPointerException()
        .isThrownBy(() -> Flows.subscribe(null, 1))
        .withMessage("publisher");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flows.subscribe(source, 0))
        .withMessage("capacity out of range: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flows.subscribe(source, (1 << 30) + 1))
        .withMessage("capacity out of range: 1073741825");
    assertThatNullPointerException()
        .isThrownBy(() -> Flows.subscribe(source, 1).named(null))
        .withMessage("name");
  }

  @Test
  void theChannelIsForReceivingAndHasItsName() {
    FlowSubscription<Integer> subscription =
        Flows.subscribe(new FlowSource<Integer>(), 2).named("sizes");
    assertThat(subscription.channel())
        .isInstanceOf(ReceiveOnly.class)
        .isSameAs(subscription.channel());
    assertThat(subscription.channel().capacity()).isEqualTo(2);
    assertThat(subscription).hasToString("subscription to sizes(length=0, capacity=2)");
  }
}
