package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelIterationTest {

  private static final int VALUES = 150;
  private static final List<Integer> ALL = IntStream.range(0, VALUES).boxed().toList();

  /** A channel into which a thread sends {@link #ALL} and which it then closes. */
  private static Channel<Integer> producing(int capacity, ThreadKind kind) {
    Channel<Integer> channel = Channel.make(capacity);
    kind.start(
        "producer",
        () -> {
          for (Integer value : ALL) {
            channel.send(value);
          }
          channel.close();
        });
    return channel;
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-23")
  void rangeEndsWhenClosedAndDrained(int capacity, ThreadKind kind) {
    Channel<Integer> channel = producing(capacity, kind);
    List<Integer> received = new ArrayList<>();
    for (Integer value : channel) {
      received.add(value);
    }
    assertThat(received).isEqualTo(ALL);
    assertThat(channel.isDrained()).isTrue();
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-23")
  void rangeWithoutUsingTheValueConsumesIt(int capacity, ThreadKind kind) {
    int count = 0;
    for (Object ignored : producing(capacity, kind)) {
      count++;
    }
    assertThat(count).isEqualTo(VALUES);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-23")
  void forEachReceivedEndsWhenClosedAndDrained(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = producing(capacity, kind);
    List<Integer> received = new ArrayList<>();
    channel.forEachReceived(received::add);
    assertThat(received).isEqualTo(ALL);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-23")
  void streamEndsWhenClosedAndDrained(int capacity, ThreadKind kind) {
    assertThat(producing(capacity, kind).stream().collect(Collectors.toList())).isEqualTo(ALL);
  }

  @EveryCapacity
  @Spec("CHAN-23")
  void rangeOverADrainedChannelDoesNothing(int capacity) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    channel.close();
    assertThat(channel.iterator().hasNext()).isFalse();
    assertThat(channel.stream()).isEmpty();
    channel.forEachReceived(
        value -> {
          throw new AssertionError("received " + value);
        });
  }

  @EveryCapacity
  @Spec("CHAN-24")
  void leavingTheLoopLeavesTheChannelAlone(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity + 3);
    for (Integer value : channel) {
      if (value == 1) {
        break;
      }
    }
    assertThat(channel.isClosed()).isFalse();
    assertThat(channel.length()).isEqualTo(capacity + 1);
    assertThat(channel.receive()).isEqualTo(2);
  }

  @EveryCapacity
  @Spec("CHAN-24")
  void aStreamTakesOnlyWhatIsAskedFor(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity + 5);
    try (Stream<Integer> stream = channel.stream()) {
      assertThat(stream.limit(2)).containsExactly(0, 1);
    }
    assertThat(channel.isClosed()).as("closing the stream does not close the channel").isFalse();
    assertThat(channel.stream().anyMatch(value -> value == 3)).isTrue();
    assertThat(channel.length()).isEqualTo(capacity + 1);
    assertThat(channel.receive()).isEqualTo(4);
  }

  @EveryCapacity
  @Spec("CHAN-24")
  void aFailingActionEndsOnlyTheLoop(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity + 3);
    IOException failure = new IOException("on purpose");
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                channel.forEachReceived(
                    value -> {
                      seen.add(value);
                      if (value == 1) {
                        throw failure;
                      }
                    }))
        .isSameAs(failure);
    assertThat(seen).containsExactly(0, 1);
    assertThat(channel.isClosed()).isFalse();
    assertThat(channel.receive()).isEqualTo(2);
  }

  @Test
  @Spec("CHAN-23")
  void repeatedHasNextReceivesOnce() throws Exception {
    Channel<Integer> channel = Given.full(2);
    Iterator<Integer> iterator = channel.iterator();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(channel.length()).isEqualTo(1);
    assertThat(iterator.next()).isZero();
    assertThat(iterator.next()).as("without hasNext").isEqualTo(1);
    channel.close();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  @Spec("CHAN-24")
  void anAbandonedIteratorLosesTheHasNextValue() throws Exception {
    Channel<Integer> channel = Given.full(3);
    assertThat(channel.iterator().hasNext()).isTrue();
    assertThat(channel.receive()).isEqualTo(1);
  }

  @Test
  @Spec("CHAN-23")
  void removeIsNotSupported() throws Exception {
    Channel<Integer> channel = Given.full(1);
    Iterator<Integer> iterator = channel.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @Spec("CHAN-23")
  void twoIteratorsShareTheValues() throws Exception {
    Channel<Integer> channel = Given.full(4);
    Iterator<Integer> one = channel.iterator();
    Iterator<Integer> two = channel.iterator();
    assertThat(one).isNotSameAs(two);
    assertThat(List.of(one.next(), two.next(), two.next(), one.next())).containsExactly(0, 1, 2, 3);
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-23", "CHAN-05"})
  void loopsInSeveralThreadsShareTheValues(int capacity, ThreadKind kind) {
    Channel<Integer> channel = producing(capacity, kind);
    List<Attempt<List<Integer>>> loops = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loops.add(
          kind.attempt(
              "loop",
              () -> {
                List<Integer> received = new ArrayList<>();
                for (Integer value : channel) {
                  received.add(value);
                }
                return received;
              }));
    }
    List<Integer> together = new ArrayList<>();
    for (Attempt<List<Integer>> loop : loops) {
      assertThat(loop.result()).isSorted();
      together.addAll(loop.result());
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void streamsAreOrderedAndNeverSplit() {
    Channel<Integer> channel = Channel.make();
    channel.close();
    Spliterator<Integer> spliterator = channel.stream().spliterator();
    assertThat(spliterator.hasCharacteristics(Spliterator.ORDERED | Spliterator.NONNULL)).isTrue();
    assertThat(spliterator.hasCharacteristics(Spliterator.SIZED)).isFalse();
    assertThat(spliterator.trySplit()).isNull();
    assertThat(channel.stream().isParallel()).isFalse();
  }

  @EveryCapacity
  @Spec("CHAN-05")
  void aParallelStreamReceivesEachValueOnceToo(int capacity) {
    Channel<Integer> channel = producing(capacity, ThreadKind.VIRTUAL);
    assertThat(channel.stream().parallel().map(value -> value + 1).toList())
        .isEqualTo(IntStream.rangeClosed(1, VALUES).boxed().toList());
  }

  @EveryThreadKind
  @Spec({"INT-01", "INT-02"})
  void interruptEndsAnIteration(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(1);
    List<Task> iterations =
        List.of(
            () -> channel.iterator().hasNext(),
            () -> channel.iterator().next(),
            () -> channel.stream().forEach(value -> {}),
            () -> channel.stream().findFirst());
    for (Task iteration : iterations) {
      Attempt<Void> attempt = kind.attempt("iteration", iteration).awaitBlocked("chan receive");
      attempt.interrupt();
      assertThat(attempt.failure())
          .isExactlyInstanceOf(UncheckedInterruptedException.class)
          .hasCauseExactlyInstanceOf(InterruptedException.class);
      assertThat(attempt.leftInterrupted()).isTrue();
      assertThat(channel.trySend(1)).isTrue();
      assertThat(channel.tryReceive()).as("nothing was taken").isEqualTo(1);
    }
  }

  @EveryThreadKind
  @Spec("INT-01")
  void iterationWithTheFlagSetTakesNothing(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(1);
    Attempt<Boolean> iteration =
        kind.attempt(
            "iteration",
            () -> {
              Thread.currentThread().interrupt();
              return channel.iterator().hasNext();
            });
    assertThat(iteration.failure()).isInstanceOf(UncheckedInterruptedException.class);
    assertThat(iteration.leftInterrupted()).isTrue();
    assertThat(channel.length()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec("INT-02")
  void forEachReceivedLosesNothingToAnInterrupt(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(2);
    List<Integer> seen = new ArrayList<>();
    Attempt<Void> loop =
        kind.attempt("loop", () -> channel.forEachReceived(seen::add)).awaitBlocked("chan receive");
    loop.interrupt();
    assertThat(loop.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(loop.leftInterrupted()).isFalse();
    assertThat(seen).containsExactly(0, 1);
    assertThat(channel.length()).isZero();
  }

  @Test
  @Spec("INT-11")
  void forEachReceivedRefusesNull() throws Exception {
    Channel<Integer> channel = Given.full(1);
    assertThatThrownBy(() -> channel.forEachReceived(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThat(channel.length()).isEqualTo(1);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-23")
  void aSpliteratorReceivesOnlyWhatIsAskedFor(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    Thread sender =
        kind.start(
            "sender",
            () -> {
              for (int i = 0; i < 10; i++) {
                channel.send(i);
              }
              channel.close();
            });
    assertThat(StreamSupport.stream(channel.receiveOnly().spliterator(), false).limit(3))
        .containsExactly(0, 1, 2);
    assertThat(channel.spliterator().trySplit()).isNull();
    assertThat(channel).containsExactly(3, 4, 5, 6, 7, 8, 9);
    Await.ended(sender);
  }
}
