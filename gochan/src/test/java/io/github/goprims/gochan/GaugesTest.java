package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be read of primitives that have a name. */
@ExtendWith(LeakCheck.class)
class GaugesTest {

  /** The numbers of the channels with this name, such as {@code "1 length=2 of 4 …"}. */
  private static String channel(String name) {
    return Gauges.read().stream()
        .filter(reading -> reading.kind().equals("channel") && reading.name().equals(name))
        .map(reading -> reading.values().toString())
        .findFirst()
        .orElse("none");
  }

  private static String numbers(int length, int capacity, int senders, int receivers) {
    return "{instances=1, length=%d, capacity=%d, senders=%d, receivers=%d}"
        .formatted(length, capacity, senders, receivers);
  }

  @Test
  void aChannelIsThereWithItsFirstNameAndUnderItsLast() throws Exception {
    Channel<Integer> channel = Channel.make(4);
    channel.send(1);
    assertThat(channel("g-first")).isEqualTo("none");
    channel.named("g-first");
    assertThat(channel("g-first")).isEqualTo(numbers(1, 4, 0, 0));
    channel.named("g-last").close();
    assertThat(channel("g-first")).isEqualTo("none");
    assertThat(channel("g-last")).isEqualTo(numbers(1, 4, 0, 0));
    Reference.reachabilityFence(channel);
  }

  @EveryThreadKind
  void blockedThreadsAreCountedBySide(ThreadKind kind) throws Exception {
    String name = "g-sides-" + kind;
    for (int capacity : new int[] {0, 2}) {
      Channel<Integer> channel = Channel.make(name + capacity, capacity);
      List<Attempt<Integer>> receivers = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        receivers.add(
            kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive"));
        assertThat(channel(name + capacity)).isEqualTo(numbers(0, capacity, 0, i));
      }
      for (Attempt<Integer> receiver : receivers) {
        channel.send(7);
        assertThat(receiver.result()).isEqualTo(7);
      }
      while (channel.trySend(0)) {
        assertThat(channel.length()).isLessThanOrEqualTo(capacity);
      }
      List<Attempt<Void>> senders = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        senders.add(kind.attempt("sender", () -> channel.send(1)).awaitBlocked("chan send"));
        assertThat(channel(name + capacity)).isEqualTo(numbers(capacity, capacity, i, 0));
      }
      senders.getFirst().interrupt();
      assertThat(senders.getFirst().failure()).isInstanceOf(InterruptedException.class);
      assertThat(channel(name + capacity)).isEqualTo(numbers(capacity, capacity, 2, 0));
      for (int i = 0; i < capacity + 2; i++) {
        assertThat(channel.receive()).isNotNull();
      }
      assertThat(channel(name + capacity)).isEqualTo(numbers(0, capacity, 0, 0));
    }
  }

  @EveryThreadKind
  void aSelectWaitsAtEachOfItsCases(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make("g-in-" + kind, 0);
    Channel<Integer> out = Channel.make("g-out-" + kind, 0);
    Attempt<Integer> select =
        kind.attempt(
                "select",
                () ->
                    Select.first(Select.receive(in, value -> value), Select.send(out, 1, () -> -1)))
            .awaitBlocked("select");
    assertThat(channel("g-in-" + kind)).isEqualTo(numbers(0, 0, 0, 1));
    assertThat(channel("g-out-" + kind)).isEqualTo(numbers(0, 0, 1, 0));
    in.send(5);
    assertThat(select.result()).isEqualTo(5);
    assertThat(channel("g-in-" + kind)).isEqualTo(numbers(0, 0, 0, 0));
    assertThat(channel("g-out-" + kind)).isEqualTo(numbers(0, 0, 0, 0));
  }

  /** Far more than are counted in one go. */
  @Test
  void aLongLineIsCountedToItsEnd() throws Exception {
    Channel<Integer> channel = Channel.make("g-long", 0);
    List<Attempt<Integer>> receivers = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      receivers.add(ThreadKind.VIRTUAL.attempt("receiver", () -> channel.receive()));
    }
    receivers.forEach(receiver -> receiver.awaitBlocked("chan receive"));
    assertThat(channel("g-long")).isEqualTo(numbers(0, 0, 0, 5_000));
    channel.close();
    assertThat(receivers).allMatch(receiver -> receiver.result() == null);
    assertThat(channel("g-long")).isEqualTo(numbers(0, 0, 0, 0));
  }

  @Test
  void thoseOfOneNameAreAddedUp() throws Exception {
    Channel<Integer> first = Channel.make("g-sum", 3);
    Channel<Integer> second = Channel.make("g-sum", 5);
    first.send(1);
    second.send(1);
    second.send(2);
    assertThat(channel("g-sum"))
        .isEqualTo("{instances=2, length=3, capacity=8, senders=0, receivers=0}");
    Reference.reachabilityFence(first);
    Reference.reachabilityFence(second);
  }

  /** Else it would be counted twice. */
  @Test
  void aChannelThatManyNameIsOne() throws Exception {
    for (int round = 0; round < 200; round++) {
      Channel<Integer> channel = Channel.make(1);
      String name = "g-race-" + round;
      Attempt<Void> other =
          ThreadKind.PLATFORM.attempt(
              "namer",
              () -> {
                channel.named(name);
              });
      channel.named(name);
      assertThat(other.failed()).isFalse();
      assertThat(channel(name)).isEqualTo(numbers(0, 1, 0, 0));
    }
  }

  @Test
  void theProcessComesFirstThenKindsAndNamesInOrder() {
    Channel<Integer> b = Channel.make("g-order-b", 0);
    Channel<Integer> a = Channel.make("g-order-a", 0);
    List<Gauges.Reading> readings = Gauges.read();
    assertThat(readings.getFirst().kind()).isEqualTo("process");
    assertThat(readings.getFirst().name()).isEmpty();
    List<String> order =
        readings.stream()
            .filter(reading -> reading.kind().equals("channel"))
            .map(Gauges.Reading::name)
            .toList();
    assertThat(order).isSorted().contains("g-order-a", "g-order-b");
    Reference.reachabilityFence(List.of(a, b));
  }

  @Test
  void aReadingDoesNotChange() {
    Map<String, Long> values = new HashMap<>(Map.of("length", 1L));
    Gauges.Reading reading = new Gauges.Reading("channel", "a", values);
    values.put("length", 2L);
    assertThat(reading.values()).containsExactly(Map.entry("length", 1L));
    assertThatThrownBy(() -> reading.values().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> new Gauges.Reading("channel", null, values))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }

  /** One that has its name throughout is in each read, whatever others come and go beside it. */
  @Test
  void namingGoesOnWhileOthersRead() throws Exception {
    Channel<Integer> lasting = Channel.make("g-lasting", 1);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger named = new AtomicInteger();
    List<Attempt<Void>> namers = new ArrayList<>();
    for (ThreadKind kind : ThreadKind.values()) {
      namers.add(
          kind.attempt(
              "namer",
              () -> {
                while (!over.get() && named.getAndIncrement() < 200_000) {
                  Channel.make("g-passing", 0);
                }
              }));
    }
    try {
      for (int reads = 0; reads < 10 || named.get() < 20_000; reads++) {
        assertThat(channel("g-lasting")).isEqualTo(numbers(0, 1, 0, 0));
      }
    } finally {
      over.set(true);
    }
    assertThat(namers).noneMatch(Attempt::failed);
    Reference.reachabilityFence(lasting);
  }

  @Test
  void theSampleShowsTheBacklog() throws Exception {
    Channel<Integer> orders = Channel.make("g-orders", 4);
    orders.send(1);
    assertThat(GaugeSamples.backlog()).containsEntry("g-orders", 1L);
    Reference.reachabilityFence(orders);
  }
}
