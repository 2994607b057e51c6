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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher as a channel. */
@ExtendWith(LeakCheck.class)
class FlowSubscribeTest {

  /** Receives as many values as it is given. */
  @FunctionalInterface
  interface Receiving {
    void receive(ReceiveChannel<Integer> channel, int count) throws Exception;

    static Receiving oneByOne(
        String name, ThrowingConsumer<ReceiveChannel<Integer>, Exception> one) {
      return new Receiving() {
        @Override
        public void receive(ReceiveChannel<Integer> channel, int count) throws Exception {
          for (int i = 0; i < count; i++) {
            one.accept(channel);
          }
        }

        @Override
        public String toString() {
          return name;
        }
      };
    }
  }

  static Stream<Receiving> waysToReceive() {
    return Stream.of(
        Receiving.oneByOne("receive", channel -> assertThat(channel.receive()).isNotNull()),
        Receiving.oneByOne(
            "timed", channel -> assertThat(channel.receive(Duration.ofSeconds(9))).isNotNull()),
        Receiving.oneByOne("try", channel -> assertThat(channel.tryReceive()).isNotNull()),
        Receiving.oneByOne("many", channel -> assertThat(channel.tryReceiveMany(1)).hasSize(1)),
        Receiving.oneByOne("iterator", channel -> channel.iterator().next()),
        Receiving.oneByOne(
            "stream", channel -> assertThat(channel.stream().limit(1).count()).isEqualTo(1)),
        Receiving.oneByOne(
            "poll",
            channel -> {
              Select select = Select.create();
              select.onReceive(channel);
              select.onReceive(Channel.make());
              assertThat(select.poll()).isNotNull();
            }),
        Receiving.oneByOne(
            "select", channel -> Select.first(Select.receive(channel, value -> value))),
        (channel, count) -> assertThat(channel.tryReceiveMany(count)).hasSize(count));
  }

  @ParameterizedTest
  @MethodSource("waysToReceive")
  @Spec("FLOW-08")
  void moreIsRequestedWhenHalfHasBeenReceived(Receiving way) throws Exception {
    FlowSource<Integer> source = new FlowSource<>();
    ReceiveChannel<Integer> channel = Flows.subscribe(source, 5).channel();
    assertThat(source.calls).containsExactly(5L);
    source.publish(1, 2, 3, 4, 5);
    assertThat(channel.length()).isEqualTo(5);
    way.receive(channel, 2);
    assertThat(source.calls).containsExactly(5L);
    way.receive(channel, 1);
    assertThat(source.calls).containsExactly(5L, 3L);
    source.publish(6, 7, 8);
    way.receive(channel, 3);
    assertThat(source.calls).containsExactly(5L, 3L, 3L);
    assertThat(channel.tryReceiveMany(5)).containsExactly(7, 8);
  }

  @EveryThreadKind
  @Spec("FLOW-08")
  void whoWaitedRequestsAsWell(ThreadKind kind) {
    FlowSource<Integer> source = new FlowSource<>();
    ReceiveChannel<Integer> channel = Flows.subscribe(source, 1).channel();
    Attempt<Integer> receiver =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");
    source.publish(1);
    assertThat(receiver.result()).isEqualTo(1);
    assertThat(source.calls).containsExactly(1L, 1L);
    Attempt<Integer> selecting =
        kind.<Integer>attempt(
                "selecting",
                () ->
                    Select.first(
                        Select.receive(channel, value -> value),
                        Select.receive(Channel.<Integer>make(), value -> value)))
            .awaitBlocked("select");
    source.publish(2);
    assertThat(selecting.result()).isEqualTo(2);
    assertThat(source.calls).containsExactly(1L, 1L, 1L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  @Spec({"FLOW-08", "FLOW-13"})
  void aPublisherThatPublishesWithinRequestNestsNothing(int capacity) {
    int values = 20_000;
    FlowSource<Integer> source =
        new FlowSource<>() {
          private int next;
          private boolean inside;

          @Override
          public void request(long count) {
            assertThat(inside).isFalse();
            inside = true;
            for (long i = 0; i < count && next < values; i++) {
              publish(next++);
            }
            if (next == values) {
              next++;
              subscriber().onComplete();
            }
            inside = false;
          }
        };
    FlowSubscription<Integer> subscription = Flows.subscribe(source, capacity);
    assertThat(subscription.channel())
        .containsExactlyElementsOf(IntStream.range(0, values).boxed().toList());
    assertThat(subscription.failure()).isNull();
  }

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

  @EveryThreadKind
  @Spec("FLOW-13")
  void thePublisherIsCalledByOneThreadAtATime(ThreadKind kind) throws Exception {
    Channel<Integer> doors = Channel.make();
    FlowSource<Integer> source =
        new FlowSource<>() {
          @Override
          public void request(long count) {
            super.request(count);
            if (calls.size() == 2) {
              try {
                doors.receive();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              calls.add(0L); // the call returns
            }
          }
        };
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 2);
    source.publish(1, 2);
    Attempt<Integer> first =
        kind.attempt("first", () -> subscription.channel().receive()).awaitBlocked("chan receive");
    assertThat(subscription.channel().receive()).isEqualTo(2);
    subscription.close();
    assertThat(source.calls).containsExactly(2L, 1L);
    doors.send(0);
    assertThat(first.result()).isEqualTo(1);
    assertThat(source.calls).containsExactly(2L, 1L, 0L, -1L);
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
