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

import io.github.goprims.gochan.testing.LeakCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handlers of the clauses of a select: when they run, what they may do, and what they throw. */
@ExtendWith(LeakCheck.class)
class SelectHandlerTest {

  private final List<String> events = new ArrayList<>();

  @Test
  void handlersRunAfterTheCommitWithoutLocks() throws Exception {
    Channel<Integer> channel = Given.full(1);
    int sum =
        Select.first(
            receive(
                channel,
                value -> {
                  assertThat(channel.length()).isZero();
                  assertThat(SelectBlockingTest.core(channel).held).isFalse();
                  channel.send(5);
                  return Select.<Integer, InterruptedException>first(
                      receive(channel, nested -> value + nested));
                }));
    assertThat(sum).isEqualTo(5);
    String sent =
        Select.first(
            send(
                channel,
                8,
                () -> {
                  assertThat(channel.receive()).isEqualTo(8);
                  return "sent";
                }));
    assertThat(sent).isEqualTo("sent");
  }

  @Test
  void whatAHandlerThrowsPassesUnchanged() throws Exception {
    IOException checked = new IOException("checked");
    Error error = new AssertionError("error");
    IllegalStateException unchecked = new IllegalStateException("unchecked");
    Channel<Integer> channel = Given.full(1);
    assertThatThrownBy(
            () ->
                Select.first(
                    receive(
                        channel,
                        value -> {
                          throw checked;
                        })))
        .isSameAs(checked)
        .hasNoSuppressedExceptions();
    assertThat(channel.length()).as("the value is taken").isZero();
    assertThatThrownBy(
            () ->
                Select.first(
                    send(
                        channel,
                        1,
                        () -> {
                          throw error;
                        })))
        .isSameAs(error);
    assertThat(channel.length()).as("the value is sent").isEqualTo(1);
    assertThatThrownBy(
            () ->
                Select.first(
                    otherwise(
                        () -> {
                          throw unchecked;
                        })))
        .isSameAs(unchecked);
    assertThatThrownBy(
            () ->
                Select.first(
                    timeout(
                        Duration.ZERO,
                        () -> {
                          throw checked;
                        })))
        .isSameAs(checked);
  }

  @Test
  void handlersMayHaveNoResult() throws Exception {
    Channel<Integer> channel = Given.full(1);
    Select.first(
        receiveThen(channel, value -> events.add("got " + value)),
        timeoutThen(Duration.ofDays(1), () -> events.add("late")));
    Select.first(
        sendThen(
            channel,
            5,
            () -> {
              events.add("sent");
            }));
    Void nothing =
        Select.first(
            sendThen(channel, 6, () -> events.add("sent too")),
            otherwiseThen(() -> events.add("full")));
    assertThat(nothing).isNull();
    channel.close();
    assertThat(channel.receive()).isEqualTo(5);
    Select.first(receiveThen(channel, value -> events.add("got " + value)));
    assertThat(events).containsExactly("got 0", "sent", "full", "got null");
  }

  @Test
  void aVoidHandlersExceptionPassesUnchanged() throws Exception {
    Channel<Integer> channel = Given.full(1);
    IOException checked = new IOException("checked");
    try {
      Select.first(
          receiveThen(
              channel,
              value -> {
                throw checked;
              }),
          otherwiseThen(
              () -> {
                throw checked;
              }));
      throw new AssertionError("returned");
    } catch (IOException e) { // compiles: the type has been inferred
      assertThat(e).isSameAs(checked);
    }
  }
}
