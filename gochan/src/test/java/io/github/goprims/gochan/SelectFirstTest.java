package io.github.goprims.gochan;

import static io.github.goprims.gochan.Select.otherwise;
import static io.github.goprims.gochan.Select.otherwiseThen;
import static io.github.goprims.gochan.Select.receive;
import static io.github.goprims.gochan.Select.receiveThen;
import static io.github.goprims.gochan.Select.send;
import static io.github.goprims.gochan.Select.sendThen;
import static io.github.goprims.gochan.Select.timeout;
import static io.github.goprims.gochan.Select.timeoutThen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The form with handlers: which clause is chosen. */
@ExtendWith(LeakCheck.class)
class SelectFirstTest {

  private static final Duration LONG = Duration.ofDays(1);

  private final List<String> events = new ArrayList<>();

  private <T> T noted(String event, T value) {
    events.add(event);
    return value;
  }

  private static AbstractStringAssert<?> assertText(String result) {
    return assertThat(result);
  }

  @Test
  @Spec({"SELECT-06", "SELECT-07", "SELECT-21"})
  void operandsAreEvaluatedOnceHandlersOnlyIfChosen() throws Exception {
    Channel<Integer> ready = Given.full(1);
    Channel<Integer> never = Channel.make();
    String result =
        Select.first(
            receive(noted("channel 1", never), value -> noted("handler 1", "one")),
            send(noted("channel 2", never), noted("value 2", 2), () -> noted("handler 2", "two")),
            send(noted("channel 3", null), noted("value 3", 3), () -> noted("handler 3", "three")),
            receive(noted("channel 4", ready), value -> noted("handler 4", "four " + value)),
            timeout(noted("timeout", LONG), () -> noted("handler 5", "five")));
    assertThat(result).isEqualTo("four 0");
    assertThat(events)
        .containsExactly(
            "channel 1",
            "channel 2",
            "value 2",
            "channel 3",
            "value 3",
            "channel 4",
            "timeout",
            "handler 4");
  }

  @Test
  @Spec({"SELECT-04", "SELECT-10", "SELECT-05"})
  void otherwiseRunsIfNothingElseCan() throws Exception {
    Channel<Integer> channel = Channel.make(1);
    assertThat(Select.<String, RuntimeException>first(otherwise(() -> "default")))
        .isEqualTo("default");
    assertText(Select.first(receive(channel, value -> "got " + value), otherwise(() -> "default")))
        .isEqualTo("default");
    channel.send(1);
    assertText(Select.first(otherwise(() -> "default"), receive(channel, value -> "got " + value)))
        .isEqualTo("got 1");
    assertText(
            Select.first(
                send((Channel<Integer>) null, 1, () -> "sent"),
                receive(Channel.<Integer>nil(), value -> "got " + value),
                otherwise(() -> "default")))
        .isEqualTo("default");
  }

  @Test
  @Spec({"SELECT-11", "SELECT-12"})
  void closedChannels() throws Exception {
    Channel<Integer> closed = Channel.<Integer>make().named("closed");
    closed.close();
    assertText(Select.first(receive(closed, value -> "got " + value))).isEqualTo("got null");
    assertThatThrownBy(() -> Select.first(send(closed, 1, () -> noted("handler", "sent"))))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessageStartingWith("send on closed channel: closed");
    assertThatThrownBy(
            () -> Select.first(send(closed, 1, () -> "sent"), otherwise(() -> "default")))
        .isInstanceOf(ChannelClosedException.class);
    assertThat(events).isEmpty();
  }

  @EveryThreadKind
  @Spec("SELECT-04")
  void waitsForTheFirst(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<String> out = Channel.make();
    for (int round = 0; round < 2; round++) {
      Attempt<String> attempt =
          kind.attempt(
              "select",
              () ->
                  Select.first(
                      receive(in, value -> "got " + value),
                      send(out, "x", () -> "sent"),
                      timeout(LONG, () -> "late")));
      attempt.awaitBlocked("select");
      if (round == 0) {
        in.send(1);
      } else {
        assertThat(out.receive()).isEqualTo("x");
      }
      assertThat(attempt.result()).isEqualTo(round == 0 ? "got 1" : "sent");
    }
    assertThat(List.of(in, out)).allMatch(SelectBlockingTest::nobodyWaitsOn);
  }

  @EveryThreadKind
  void theShortestTimeoutCounts(ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> silent = Channel.make();
      Attempt<String> attempt =
          kind.attempt(
              "select",
              () ->
                  Select.first(
                      timeout(Duration.ofSeconds(3), () -> "three"),
                      receive(silent, value -> "got " + value),
                      timeout(Duration.ofSeconds(1), () -> "one"),
                      timeout(Duration.ofSeconds(2), () -> "two")));
      time.awaitSleepers(1);
      time.advance(Duration.ofMillis(999));
      attempt.awaitBlocked("select");
      time.advance(Duration.ofMillis(1));
      assertThat(attempt.result()).isEqualTo("one");
    }
  }

  @Test
  void aReadyClauseBeatsAPassedTimeout() throws Exception {
    Channel<Integer> channel = Given.full(1);
    assertText(
            Select.first(
                timeout(Duration.ofSeconds(-1), () -> "late"),
                receive(channel, value -> "got " + value)))
        .isEqualTo("got 0");
    assertText(
            Select.first(
                timeout(Duration.ZERO, () -> "late"), receive(channel, value -> "got " + value)))
        .isEqualTo("late");
  }

  @Test
  void withOtherwiseTimeoutsDoNotCount() throws Exception {
    Channel<Integer> channel = Channel.make();
    for (Duration timeout : List.of(Duration.ZERO, LONG)) {
      assertText(
              Select.first(
                  timeout(timeout, () -> "late"),
                  receive(channel, value -> "got " + value),
                  otherwise(() -> "default")))
          .isEqualTo("default");
    }
  }

  @Test
  @Spec({"SELECT-24", "SELECT-23"})
  void oneOtherwiseAtMost() throws Exception {
    Channel<Integer> channel = Given.full(1);
    assertThatThrownBy(
            () ->
                Select.first(
                    otherwise(() -> noted("handler", "a")),
                    receive(channel, value -> noted("handler", "b")),
                    otherwise(() -> noted("handler", "c"))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("more than one otherwise clause");
    assertThat(events).isEmpty();
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  @Spec("SELECT-23")
  void anyNumberOfClauses() throws Exception {
    for (int count = 1; count <= 300; count = count < 8 ? count + 1 : count * 2) {
      Clause<Integer, RuntimeException>[] clauses = new Clause[count];
      for (int ready = 0; ready < count; ready += Math.max(1, count / 7)) {
        Channel<Integer> channel = Given.full(1);
        for (int i = 0; i < count; i++) {
          int index = i;
          clauses[i] = receive(i == ready ? channel : Channel.make(), value -> index);
        }
        int index = Select.first(clauses);
        assertThat(index).isEqualTo(ready);
      }
    }
  }

  @Test
  @Spec("SELECT-23")
  void clausesMayComeAsACollection() throws Exception {
    for (int count = 1; count <= 9; count++) {
      for (int ready = 0; ready < count; ready++) {
        List<Clause<Integer, RuntimeException>> clauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          int index = i;
          clauses.add(receive(i == ready ? Given.full(1) : Channel.make(), value -> index));
        }
        int index = Select.first(clauses);
        assertThat(index).isEqualTo(ready);
      }
    }
    Set<Clause<String, RuntimeException>> set = Set.of(otherwise(() -> "default"));
    assertText(Select.first(set)).isEqualTo("default");
  }

  @EveryThreadKind
  @Spec("SELECT-09")
  void anEmptyCollectionWaitsForEver(ThreadKind kind) {
    for (boolean ordered : new boolean[] {false, true}) {
      List<Clause<Object, RuntimeException>> none = List.of();
      Attempt<Object> attempt =
          kind.attempt("for ever", () -> ordered ? Select.firstOrdered(none) : Select.first(none));
      attempt.awaitBlocked("select (no cases)").interrupt();
      assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void theOrderedFormTakesTheFirstReadyClause() throws Exception {
    Channel<Integer> urgent = Given.full(100);
    Channel<Integer> normal = Given.full(100);
    List<Clause<String, RuntimeException>> listed =
        List.of(receive(urgent, value -> "urgent"), receive(normal, value -> "normal"));
    for (int i = 0; i < 50; i++) {
      assertText(
              Select.firstOrdered(
                  receive(urgent, value -> "urgent"),
                  receive(normal, value -> "normal"),
                  otherwise(() -> "none")))
          .isEqualTo("urgent");
      assertText(Select.firstOrdered(listed)).isEqualTo("urgent");
    }
    assertText(Select.firstOrdered(listed)).isEqualTo("normal");
    assertThat(normal.length()).as("only that one was taken").isEqualTo(99);
  }

  @Test
  void clausesMayBeUsedAgain() throws Exception {
    Channel<Integer> channel = Channel.make(2);
    Clause<String, RuntimeException> clause = send(channel, 4, () -> "sent");
    assertText(Select.first(clause)).isEqualTo("sent");
    assertText(Select.first(clause)).isEqualTo("sent");
    assertThat(channel.receive() + channel.receive()).isEqualTo(8);
  }

  @EveryThreadKind
  @Spec("SELECT-09")
  void withoutClausesItWaitsForEver(ThreadKind kind) {
    Attempt<Object> attempt =
        kind.attempt("for ever", () -> Select.<Object, RuntimeException>first());
    attempt.awaitBlocked("select (no cases)").interrupt();
    assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
  }

  @EveryThreadKind
  @Spec({"INT-01", "INT-02"})
  void anInterruptMeansThatNoClauseTookPlace(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(1);
    List<Clause<String, RuntimeException>> seconds =
        List.of(
            otherwise(() -> "default"),
            timeout(Duration.ZERO, () -> "late"),
            timeout(LONG, () -> "late"));
    for (Clause<String, RuntimeException> second : seconds) {
      Attempt<String> attempt =
          kind.attempt(
              "select",
              () -> {
                Thread.currentThread().interrupt();
                return Select.first(receive(channel, value -> "got " + value), second);
              });
      assertThat(attempt.failure()).isExactlyInstanceOf(InterruptedException.class);
      assertThat(attempt.leftInterrupted()).isFalse();
      assertThat(channel.length()).isEqualTo(1);
    }
  }

  @Test
  void nullArgumentsAreRefused() {
    Channel<Integer> channel = Channel.make(1);
    assertThatThrownBy(() -> receive(channel, null)).hasMessage("handler");
    assertThatThrownBy(() -> send(channel, 1, null)).hasMessage("handler");
    assertThatThrownBy(() -> send(channel, null, () -> 1))
        .hasMessageStartingWith("value is null: ");
    assertThatThrownBy(() -> timeout(null, () -> 1)).hasMessage("timeout");
    assertThatThrownBy(() -> timeout(LONG, null)).hasMessage("handler");
    assertThatThrownBy(() -> otherwise(null)).hasMessage("handler");
    Clause<Integer, RuntimeException> sends = send(channel, 1, () -> 1);
    assertThatThrownBy(() -> Select.first(sends, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("clause");
    assertThatThrownBy(() -> receiveThen(channel, null)).hasMessage("handler");
    assertThatThrownBy(() -> sendThen(channel, 1, null)).hasMessage("handler");
    assertThatThrownBy(() -> sendThen(channel, null, () -> {}))
        .hasMessageStartingWith("value is null: ");
    assertThatThrownBy(() -> timeoutThen(LONG, null)).hasMessage("handler");
    assertThatThrownBy(() -> timeoutThen(null, () -> {})).hasMessage("timeout");
    assertThatThrownBy(() -> otherwiseThen(null)).hasMessage("handler");
    List<Clause<Integer, RuntimeException>> withNull = new ArrayList<>();
    withNull.add(sends);
    withNull.add(null);
    List<Clause<Integer, RuntimeException>> noList = null;
    for (Task select :
        List.<Task>of(
            () -> Select.first(withNull),
            () -> Select.firstOrdered(withNull),
            () -> Select.firstOrdered(sends, null))) {
      assertThatThrownBy(select::run).isInstanceOf(NullPointerException.class).hasMessage("clause");
    }
    for (Task select :
        List.<Task>of(
            () -> Select.first(noList),
            () -> Select.firstOrdered(noList),
            () -> Select.firstOrdered((Clause<Integer, RuntimeException>[]) null))) {
      assertThatThrownBy(select::run)
          .isInstanceOf(NullPointerException.class)
          .hasMessage("clauses");
    }
    assertThatThrownBy(() -> Select.first((Clause<Integer, RuntimeException>[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("clauses");
    assertThat(channel.length()).isZero();
  }
}
