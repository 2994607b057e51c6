package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscription requests of its publisher, and when. */
@ExtendWith(LeakCheck.class)
class FlowSubscribeRequestTest {

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
}
