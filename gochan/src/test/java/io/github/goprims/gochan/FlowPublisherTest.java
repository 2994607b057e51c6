package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel as a publisher. */
@ExtendWith(LeakCheck.class)
class FlowPublisherTest {

  private static Channel<Integer> with(int capacity, Integer... values) {
    Channel<Integer> channel = Channel.make(capacity);
    for (Integer value : values) {
      assertThat(channel.trySend(value)).isTrue();
    }
    return channel;
  }

  private static Channel<Integer> closedWith(Integer... values) {
    Channel<Integer> channel = with(values.length, values);
    channel.close();
    return channel;
  }

  @Test
  @Spec("FLOW-01")
  void nothingIsReceivedThatNobodyHasRequested() {
    Channel<Integer> channel = with(3, 1, 2, 3);
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(channel));
    probe.expectWaiting();
    assertThat(channel.length()).isEqualTo(3);
    probe.subscription().request(2);
    probe.expect(1, 2);
    probe.expectWaiting();
    assertThat(channel.length()).isEqualTo(1);
    probe.subscription().cancel();
    probe.expectEnd();
    assertThat(channel.tryReceive()).isEqualTo(3);
  }

  @EveryThreadKind
  @Spec("FLOW-01")
  void requestsAddUpWhereverTheyComeFrom(ThreadKind kind) {
    int threads = 4;
    int each = 500;
    Channel<Integer> channel = Channel.make(threads * each + 1);
    for (int i = 0; i <= threads * each; i++) {
      assertThat(channel.trySend(i)).isTrue();
    }
    AtomicLong count = new AtomicLong();
    FlowProbe<Integer> probe = new FlowProbe<>(value -> count.incrementAndGet());
    probe.subscribeTo(Flows.publisher(channel));
    for (int i = 0; i < threads; i++) {
      kind.start(
          "requester-" + i,
          () -> {
            for (int j = 0; j < each; j++) {
              probe.subscription().request(1);
            }
          });
    }
    Await.until("all requested", () -> count.get() == threads * each);
    Await.blocked(probe.thread(), "select");
    assertThat(channel.length()).isEqualTo(1);
    probe.subscription().cancel();
    Await.ended(probe.thread());
  }

  @Test
  @Spec("FLOW-01")
  void aRequestAboveAllNumbersIsNoLimit() {
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(closedWith(1, 2, 3)));
    probe.subscription().request(Long.MAX_VALUE);
    probe.subscription().request(Long.MAX_VALUE);
    probe.expect(1, 2, 3, "complete");
    probe.expectEnd();
  }

  @EveryThreadKind
  @Spec("FLOW-02")
  void subscribersAndThreadsShareTheValues(ThreadKind kind) throws Exception {
    int values = 300;
    Channel<Integer> channel = Channel.make();
    List<Integer> received = Collections.synchronizedList(new ArrayList<>());
    List<FlowProbe<Integer>> probes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      FlowProbe<Integer> probe = new FlowProbe<>(received::add);
      probe.subscribeTo(Flows.publisher(channel));
      probe.subscription().request(Long.MAX_VALUE);
      probes.add(probe);
    }
    Thread thread = kind.start("receiver", () -> channel.forEachReceived(received::add));
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < values; i++) {
      channel.send(i);
      sent.add(i);
    }
    channel.close();
    for (FlowProbe<Integer> probe : probes) {
      Await.ended(probe.thread());
    }
    Await.ended(thread);
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  @Spec("FLOW-03")
  void aRequestFromWithinASignalNestsNothing() throws Exception {
    int values = 20_000;
    Channel<Integer> channel = Channel.make(16);
    List<Integer> depths = new ArrayList<>();
    AtomicReference<FlowProbe<Integer>> self = new AtomicReference<>();
    FlowProbe<Integer> probe =
        new FlowProbe<>(
            value -> {
              if (value == 0 || value == values - 1) {
                depths.add(Thread.currentThread().getStackTrace().length);
              }
              self.get().subscription().request(1);
            });
    self.set(probe);
    probe.subscribeTo(Flows.publisher(channel));
    probe.subscription().request(1);
    for (int i = 0; i < values; i++) {
      channel.send(i);
    }
    channel.close();
    for (int i = 0; i < values; i++) {
      probe.expect(i);
    }
    probe.expect("complete");
    probe.expectEnd();
    assertThat(depths).hasSize(2);
    assertThat(depths.get(1)).isEqualTo(depths.get(0));
    assertThat(probe.thread().isVirtual()).isTrue();
    assertThat(probe.thread().getName()).isEqualTo("Flows.publisher");
  }

  @Test
  @Spec("FLOW-03")
  void aSubscriberMayBlock() throws Exception {
    Channel<Integer> in = with(2, 1, 2);
    Channel<Integer> out = Channel.make();
    FlowProbe<Integer> probe =
        new FlowProbe<>(
            value -> {
              try {
                out.send(value);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    probe.subscribeTo(Flows.publisher(in));
    probe.subscription().request(2);
    Await.blocked(probe.thread(), "chan send");
    assertThat(in.length()).isEqualTo(1);
    assertThat(out.receive()).isEqualTo(1);
    assertThat(out.receive()).isEqualTo(2);
    probe.subscription().cancel();
    probe.expect(1, 2);
    probe.expectEnd();
  }

  @Test
  @Spec("FLOW-04")
  void aDrainedChannelCompletesWithoutDemand() {
    FlowProbe<Integer> none = FlowProbe.subscribedTo(Flows.publisher(closedWith()));
    none.expect("complete");
    none.expectEnd();

    FlowProbe<Integer> exact = FlowProbe.subscribedTo(Flows.publisher(closedWith(1, 2)));
    exact.subscription().request(2);
    exact.expect(1, 2, "complete");
    exact.expectEnd();
  }

  @Test
  @Spec("FLOW-04")
  void aLaterCloseIsToldWithTheNextRequest() {
    Channel<Integer> channel = with(1, 1);
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(channel));
    probe.subscription().request(1);
    probe.expect(1);
    probe.expectWaiting();
    channel.close();
    probe.expectWaiting();
    probe.subscription().request(1);
    probe.expect("complete");
    probe.expectEnd();

    Channel<Integer> waitedFor = Channel.make();
    FlowProbe<Integer> waiting = FlowProbe.subscribedTo(Flows.publisher(waitedFor));
    waiting.subscription().request(1);
    waiting.expectWaiting();
    waitedFor.close();
    waiting.expect("complete");
    waiting.expectEnd();
  }

  @Test
  @Spec("FLOW-05")
  void aCancelFromWithinASignalIsTheLastThing() {
    Channel<Integer> channel = closedWith(1, 2, 3);
    AtomicReference<FlowProbe<Integer>> self = new AtomicReference<>();
    FlowProbe<Integer> probe = new FlowProbe<>(value -> self.get().subscription().cancel());
    self.set(probe);
    probe.subscribeTo(Flows.publisher(channel));
    probe.subscription().request(3);
    probe.expect(1);
    probe.expectEnd();
    assertThat(channel).containsExactly(2, 3);

    // Nor is the end told that was there at the same time.
    FlowProbe<Integer> last = new FlowProbe<>(value -> self.get().subscription().cancel());
    self.set(last);
    last.subscribeTo(Flows.publisher(closedWith(1)));
    last.subscription().request(1);
    last.expect(1);
    last.expectEnd();
  }

  @Test
  @Spec({"FLOW-05", "FLOW-07"})
  void aCancelFromWithinASignalHidesAnInterrupt() {
    Channel<Integer> channel = with(2, 1, 2);
    AtomicReference<FlowProbe<Integer>> self = new AtomicReference<>();
    FlowProbe<Integer> probe =
        new FlowProbe<>(
            value -> {
              Thread.currentThread().interrupt();
              self.get().subscription().cancel();
            });
    self.set(probe);
    probe.subscribeTo(Flows.publisher(channel));
    probe.subscription().request(2);
    probe.expect(1);
    probe.expectEnd();
    assertThat(channel.length()).isEqualTo(1);
  }

  /** The other thread has moved the word, and has not told of it. */
  @Test
  @Spec("FLOW-05")
  void aCancelIsHeardAlthoughAnotherThreadIsStillInARequest() {
    FlowDemand demand = new FlowDemand();
    demand.request(1);
    assertThat(demand.changes().tryReceive()).isSameAs(demand);
    demand.cancel();
    assertThat(demand.changes().tryReceive()).isSameAs(demand);
    assertThat(demand.take()).isEqualTo(FlowDemand.CANCELLED);
  }

  @EveryThreadKind
  @Spec("FLOW-05")
  void aCancelEndsTheWaitAndTakesNothing(ThreadKind kind) {
    Channel<Integer> channel = Channel.make(1);
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(channel));
    probe.subscription().request(1);
    probe.expectWaiting();
    kind.attempt("canceller", () -> probe.subscription().cancel()).result();
    probe.expectEnd();
    assertThat(channel.trySend(1)).isTrue();
    assertThat(channel.length()).isEqualTo(1);
    // What comes later has no effect.
    probe.subscription().request(1);
    probe.subscription().request(-1);
    probe.subscription().cancel();
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  @Spec("FLOW-05")
  void theNilChannelLastsUntilTheCancel() {
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(Channel.nil()));
    probe.subscription().request(1);
    probe.expectWaiting();
    probe.subscription().cancel();
    probe.expectEnd();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  @Spec("FLOW-06")
  void aRequestBelowOneEndsTheSubscription(long count) {
    Channel<Integer> channel = with(1, 1);
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(channel));
    probe.subscription().request(count);
    assertThat(probe.expectFailure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("non-positive subscription request: " + count);
    probe.subscription().request(1);
    probe.expectEnd();
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  @Spec("FLOW-07")
  void whatASubscriberThrowsReachesTheHandler() throws Exception {
    Channel<Integer> channel = with(2, 1, 2);
    RuntimeException failure = new IllegalStateException("sample");
    CompletableFuture<Throwable> handled = new CompletableFuture<>();
    FlowProbe<Integer> probe =
        new FlowProbe<>(
            value -> {
              Thread.currentThread()
                  .setUncaughtExceptionHandler((thread, thrown) -> handled.complete(thrown));
              throw failure;
            });
    probe.subscribeTo(Flows.publisher(channel));
    probe.subscription().request(2);
    probe.expect(1);
    probe.expectEnd();
    assertThat(handled.get(20, TimeUnit.SECONDS)).isSameAs(failure);
    probe.subscription().request(1);
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  @Spec("FLOW-07")
  void anInterruptOfTheGoroutineIsToldAndTakesNothing() {
    Channel<Integer> channel = with(2, 1, 2);
    FlowProbe<Integer> probe = new FlowProbe<>(value -> Thread.currentThread().interrupt());
    probe.subscribeTo(Flows.publisher(channel));
    probe.subscription().request(2);
    probe.expect(1);
    assertThat(probe.expectFailure()).isInstanceOf(InterruptedException.class);
    probe.expectEnd();
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  @Spec("FLOW-07")
  void aReceiveThatFailsIsTold() {
    RuntimeException failure = new IllegalStateException("channel is damaged: sample");
    Channel<Integer> damaged =
        new Channel<>(
            new BufferedCore(1) {
              @Override
              Object tryReceive() {
                throw failure;
              }
            });
    FlowProbe<Integer> probe = FlowProbe.subscribedTo(Flows.publisher(damaged));
    probe.subscription().request(1);
    assertThat(probe.expectFailure()).isSameAs(failure);
    probe.expectEnd();
  }

  @Test
  @Spec("FLOW-07")
  void anErrorOfTheJvmIsToldAndAnotherEndsTheGoroutine() throws Exception {
    OutOfMemoryError noMemory = new OutOfMemoryError("sample");
    FlowProbe<Integer> told = FlowProbe.subscribedTo(Flows.publisher(failingWith(noMemory)));
    told.subscription().request(1);
    assertThat(told.expectFailure()).isSameAs(noMemory);
    told.expectEnd();

    Error other = new Error("sample");
    FlowProbe<Integer> untold = FlowProbe.subscribedTo(Flows.publisher(failingWith(other)));
    CompletableFuture<Throwable> handled = new CompletableFuture<>();
    untold.thread().setUncaughtExceptionHandler((thread, thrown) -> handled.complete(thrown));
    untold.subscription().request(1);
    assertThat(handled.get(20, TimeUnit.SECONDS)).isSameAs(other);
    untold.expectEnd();
  }

  private static Channel<Integer> failingWith(Error failure) {
    return new Channel<>(
        new BufferedCore(1) {
          @Override
          Object tryReceive() {
            throw failure;
          }
        });
  }

  @Test
  @Spec("INT-11")
  void nullsAreRefused() {
    Channel<Integer> channel = Channel.make(1);
    assertThatNullPointerException().isThrownBy(() -> Flows.publisher(null)).withMessage("channel");
    assertThatNullPointerException()
        .isThrownBy(() -> Flows.publisher(channel).subscribe(null))
        .withMessage("subscriber");
  }

  @Test
  void aPublisherSaysOfWhat() {
    assertThat(Flows.publisher(Channel.make("orders", 1)))
        .hasToString("publisher of orders(length=0, capacity=1)");
  }
}
