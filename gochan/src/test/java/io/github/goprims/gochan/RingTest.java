package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring alone, also where its tickets leave the range of an {@code int}. */
@ExtendWith(LeakCheck.class)
class RingTest {

  /** Capacities, the number of the first ticket, and whether each side has a ring of its own. */
  static Stream<Arguments> rings() {
    return IntStream.of(1, 2, 3, 4, 7, 16, 100)
        .boxed()
        .flatMap(
            capacity ->
                Stream.of(0L, (1L << 31) - 5, (1L << 32) - 5, (1L << 40) - 5)
                    .flatMap(
                        first ->
                            Stream.of(false, true)
                                .map(apart -> Arguments.of(capacity, first, apart))));
  }

  /** A ring as it is after {@code first} values have been put and taken. */
  private static Ring ring(int capacity, long first, boolean apart) {
    Ring ring = new Ring(capacity);
    ring.tail = first << 2;
    ring.head = first << 2;
    ring.limit = first + capacity;
    for (long ticket = first; ticket <= first + ring.mask; ticket++) {
      ring.sequence[(int) ticket & ring.mask] = (int) ticket;
    }
    if (!apart) {
      return ring;
    }
    Ring two = ring.two();
    two.replace(ring);
    two.openPutters();
    two.other().openTakers();
    return two;
  }

  @ParameterizedTest
  @MethodSource("rings")
  @Spec({"CHAN-02", "CHAN-03", "CHAN-09", "CHAN-32"})
  void fillsAndEmptiesInOrder(int capacity, long first, boolean apart) {
    Ring ring = ring(capacity, first, apart);
    Ring takers = ring.other();
    for (int lap = 0; lap < 5; lap++) {
      assertThat(takers.poll()).isNull();
      assertThat(ring.isEmpty()).isTrue();
      for (int i = 0; i < capacity; i++) {
        assertThat(ring.length()).isEqualTo(i);
        assertThat(ring.isFull()).isFalse();
        assertThat(ring.offer(i)).isEqualTo(Ring.DONE);
      }
      assertThat(ring.length()).isEqualTo(capacity);
      assertThat(ring.isFull()).isTrue();
      assertThat(ring.offer(-1)).isEqualTo(Ring.FULL);
      for (int i = 0; i < capacity; i++) {
        assertThat(takers.poll()).isEqualTo(i);
      }
      assertThat(ring.buffer).containsOnlyNulls();
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  @Spec("CHAN-03")
  void keepsTheOrderAtEveryFillLevel(int capacity, long first, boolean apart) {
    Ring ring = ring(capacity, first, apart);
    Ring takers = ring.other();
    int put = 0;
    int taken = 0;
    for (int level = 1; level <= capacity; level++) {
      while (put - taken < level) {
        assertThat(ring.offer(put++)).isEqualTo(Ring.DONE);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(takers.poll()).isEqualTo(taken++);
        assertThat(ring.offer(put++)).isEqualTo(Ring.DONE);
      }
    }
    assertThat(ring.length()).isEqualTo(capacity);
  }

  /** A thread has won a ticket and is no more: the others complain, and do not spin for ever. */
  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "4, false", "1, true", "3, true"})
  @Spec("INT-12")
  void noThreadWaitsForeverForAMissingStep(int capacity, boolean apart) {
    Ring ring = ring(capacity, 0, apart);
    ring.tail = 1 << 2;
    assertThatThrownBy(ring.other()::poll)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("channel is damaged: ");
    assertThat(ring.length()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("rings")
  @Spec("CHAN-07")
  void replacesTheOldestWhileFull(int capacity, long first, boolean apart) {
    Ring ring = ring(capacity, first, apart);
    Ring takers = ring.other();
    for (int i = 0; i < capacity; i++) {
      ring.offer(i);
    }
    takers.shutTakers();
    int rounds = 3 * capacity + 20;
    for (int i = 0; i < rounds; i++) {
      assertThat(takers.poll()).isSameAs(Ring.NOT_NOW);
      ring.awaitReplaceable();
      assertThat(ring.replaceOldest(capacity + i)).isEqualTo(i);
      assertThat(ring.length()).isEqualTo(capacity);
      assertThat(ring.offer(-1)).isEqualTo(Ring.FULL);
    }
    takers.openTakers();
    for (int i = 0; i < capacity; i++) {
      assertThat(takers.poll()).isEqualTo(rounds + i);
    }
    assertThat(takers.poll()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  @Spec({"CHAN-03", "CHAN-16"})
  void twoRingsGoOnWhereTheOneWas(int capacity) {
    Ring one = new Ring(capacity);
    one.offer(0);
    one.close();
    Ring two = one.two();
    two.replace(one);
    assertThat(one.offer(1)).as("for good").isEqualTo(Ring.SHUT);
    assertThat(one.poll()).as("for good").isSameAs(Ring.NOT_NOW);
    assertThat(two.arePuttersShut()).isTrue();
    assertThat(two.other().areTakersShut()).isTrue();
    assertThat(two.isClosed()).isTrue();
    assertThat(two.length()).isEqualTo(1);
    two.other().openTakers();
    assertThat(two.other().poll()).isEqualTo(0);
    assertThat(two.other().poll()).isNull();
  }

  @ParameterizedTest
  @MethodSource("rings")
  void aShutSideServesOnlyTheLockHolder(int capacity, long first, boolean apart) {
    Ring ring = ring(capacity, first, apart);
    Ring takers = ring.other();
    ring.shutPutters();
    assertThat(ring.arePuttersShut()).isTrue();
    assertThat(ring.offer(0)).isEqualTo(Ring.SHUT);
    assertThat(ring.isEmpty()).isTrue();
    assertThat(ring.offerShut(0)).isEqualTo(Ring.DONE);
    ring.openPutters();
    assertThat(ring.arePuttersShut()).isFalse();

    takers.shutTakers();
    assertThat(takers.areTakersShut()).isTrue();
    assertThat(takers.poll()).isSameAs(Ring.NOT_NOW);
    assertThat(takers.pollShut()).isEqualTo(0);
    assertThat(takers.pollShut()).isNull();
    takers.openTakers();
    assertThat(takers.areTakersShut()).isFalse();
    assertThat(ring.offer(1)).isEqualTo(Ring.DONE);
    assertThat(takers.poll()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("rings")
  @Spec({"CHAN-15", "CHAN-16"})
  void aClosedRingIsEmptiedAndTakesNothing(int capacity, long first, boolean apart) {
    Ring ring = ring(capacity, first, apart);
    Ring takers = ring.other();
    ring.offer(0);
    ring.close();
    assertThat(ring.isClosed()).isTrue();
    assertThat(ring.offer(1)).isEqualTo(Ring.SHUT);
    assertThat(ring.offerShut(1)).isEqualTo(Ring.SHUT);
    assertThat(ring.length()).isEqualTo(1);
    assertThat(takers.poll()).isEqualTo(0);
    assertThat(takers.poll()).isNull();
    assertThat(ring.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rings")
  @Spec({"CHAN-03", "CHAN-05"})
  void puttersAndTakersShareIt(int capacity, long first, boolean apart) {
    int each = 300;
    Ring ring = ring(capacity, first, apart);
    Ring takers = ring.other();
    List<Attempt<List<Integer>>> attempts = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      int from = t * each;
      ThreadKind.VIRTUAL.start(
          "putter",
          () -> {
            for (int i = from; i < from + each; ) {
              if (ring.offer(i) == Ring.DONE) {
                i++;
              } else {
                LockSupport.parkNanos(1_000);
              }
            }
          });
      attempts.add(
          ThreadKind.VIRTUAL.attempt(
              "taker",
              () -> {
                List<Integer> taken = new ArrayList<>();
                while (taken.size() < each) {
                  Integer value = (Integer) takers.poll();
                  if (value != null) {
                    taken.add(value);
                  } else {
                    LockSupport.parkNanos(1_000);
                  }
                }
                return taken;
              }));
    }
    List<Integer> together = new ArrayList<>();
    for (Attempt<List<Integer>> taker : attempts) {
      assertThat(taker.result()).filteredOn(value -> value < each).isSorted();
      assertThat(taker.result()).filteredOn(value -> value >= each).isSorted();
      together.addAll(taker.result());
    }
    assertThat(together)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 2 * each).boxed().toList());
    assertThat(ring.isEmpty()).isTrue();
  }
}
