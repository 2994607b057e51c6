package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is checked, and in which order: null, interrupt flag, closed or misuse, and then the work.
 */
class ChannelArgumentsTest {

  private static final Duration LONG = Duration.ofDays(1);

  private static final @Nullable Integer NULL = null;

  private static final String VALUE_IS_NULL =
      "value is null: to a receiver, null means that the channel is closed; send an object that"
          + " stands for nothing instead, as Optional.empty()";

  @ParameterizedTest
  @ValueSource(ints = {-1, -7, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  @Spec("CHAN-11")
  void capacitiesOutOfRangeAreRefused(int capacity) {
    assertThatThrownBy(() -> Channel.make(capacity))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("makechan: size out of range: " + capacity);
  }

  @EveryCapacity
  @Spec("CHAN-11")
  void capacitiesInRangeAreKept(int capacity) {
    assertThat(Channel.make(capacity).capacity()).isEqualTo(capacity);
  }

  @Test
  @Spec("CHAN-11")
  void capacityIsExactWhereTheRingIsLarger() throws Exception {
    for (int capacity = 1; capacity <= 70; capacity++) {
      Channel<Integer> channel = Given.full(capacity);
      assertThat(channel.trySend(-1)).isFalse();
      assertThat(channel.length()).isEqualTo(capacity);
    }
  }

  private static Map<String, Task> sends(SendChannel<Integer> channel, @Nullable Integer value) {
    Map<String, Task> operations = new LinkedHashMap<>();
    operations.put("send", () -> channel.send(value));
    operations.put("timed send", () -> channel.send(value, LONG));
    operations.put("send without time", () -> channel.send(value, Duration.ZERO));
    operations.put("trySend", () -> channel.trySend(value));
    return operations;
  }

  @EveryCapacity
  @Spec({"INT-11", "FAIL-04"})
  void nullElementsAreRefusedBeforeAnythingHappens(int capacity) throws Exception {
    Channel<Integer> open = Channel.make(capacity);
    Channel<Integer> closed = Given.full(capacity);
    closed.close();
    for (Channel<Integer> channel : List.of(open, closed, Channel.<Integer>nil())) {
      for (SendChannel<Integer> in : List.of(channel, channel.sendOnly())) {
        String before = channel.toString();
        sends(in, NULL).forEach((name, send) -> assertNull(name, send, VALUE_IS_NULL));
        assertThat(channel).hasToString(before);
      }
    }
  }

  @EveryCapacity
  @Spec({"INT-11", "FAIL-04"})
  void nullTimeoutsAreRefusedBeforeAnythingHappens(int capacity) throws Exception {
    Channel<Integer> open = Given.full(capacity);
    Channel<Integer> closed = Given.full(capacity);
    closed.close();
    for (Channel<Integer> channel : List.of(open, closed, Channel.<Integer>nil())) {
      String before = channel.toString();
      assertNull("send", () -> channel.send(1, null), "timeout");
      assertNull("receive", () -> channel.receive(null), "timeout");
      assertNull("both", () -> channel.send(NULL, null), VALUE_IS_NULL);
      assertThat(channel).hasToString(before);
    }
  }

  private static void assertNull(String what, Task operation, String message) {
    assertThatThrownBy(operation::run)
        .as(what)
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage(message);
  }

  @EveryCapacity
  @Spec({"INT-01", "INT-11"})
  void nullComesBeforeTheInterruptFlag(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    try {
      sends(channel, NULL)
          .forEach(
              (name, send) -> {
                Thread.currentThread().interrupt();
                assertNull(name, send, VALUE_IS_NULL);
                assertThat(Thread.interrupted()).as("flag after " + name).isTrue();
              });
      Thread.currentThread().interrupt();
      assertNull("receive", () -> channel.receive(null), "timeout");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @EveryCapacity
  @Spec({"INT-01", "CHAN-15"})
  void theInterruptFlagComesBeforeClosed(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    channel.close();
    sends(channel, 1)
        .forEach(
            (name, send) -> {
              try {
                Thread.currentThread().interrupt();
                assertThatThrownBy(send::run)
                    .as(name)
                    .isInstanceOf(
                        name.equals("trySend")
                            ? ChannelClosedException.class
                            : InterruptedException.class);
              } finally {
                Thread.interrupted();
              }
            });
  }

  @Test
  @Spec("INT-11")
  void goAndSleepRefuseNull() {
    assertNull("go", () -> Go.go(null), "task");
    assertNull("named go", () -> Go.go("name", null), "task");
    assertNull("go without a name", () -> Go.go(null, () -> {}), "name");
    assertNull("sleep", () -> Go.sleep(null), "duration");
    assertNull("defer", () -> Defer.scope().defer(null), "action");
  }
}
