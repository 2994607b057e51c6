package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelNilTest {

  private static final String SEND = "chan send (nil chan)";
  private static final String RECEIVE = "chan receive (nil chan)";
  private static final Duration BEYOND_NANOS = Duration.ofDays(300 * 365);

  private final Channel<Integer> nil = Channel.nil();

  @EveryThreadKind
  @Spec({"CHAN-12", "INT-10"})
  void sendWaitsUntilInterrupted(ThreadKind kind) {
    assertWaitsUntilInterrupted(
        kind,
        SEND,
        () -> {
          nil.send(1);
          return null;
        });
    assertWaitsUntilInterrupted(kind, SEND, () -> nil.send(1, BEYOND_NANOS));
    assertWaitsUntilInterrupted(kind, SEND, () -> nil.sendOnly().send(1, BEYOND_NANOS));
  }

  @EveryThreadKind
  @Spec({"CHAN-12", "INT-10"})
  void receiveWaitsUntilInterrupted(ThreadKind kind) {
    assertWaitsUntilInterrupted(kind, RECEIVE, () -> nil.receive());
    assertWaitsUntilInterrupted(kind, RECEIVE, () -> nil.receive(BEYOND_NANOS));
    assertWaitsUntilInterrupted(kind, RECEIVE, () -> nil.receiveOnly().receive());
  }

  private static void assertWaitsUntilInterrupted(
      ThreadKind kind, String reason, Callable<?> operation) {
    Attempt<?> attempt = kind.attempt(reason, operation).awaitBlocked(reason);
    attempt.interrupt();
    assertThat(attempt.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(attempt.leftInterrupted()).isFalse();
  }

  @EveryThreadKind
  @Spec("CHAN-12")
  void rangeWaitsUntilInterrupted(ThreadKind kind) {
    Attempt<Boolean> range =
        kind.attempt("range", () -> nil.iterator().hasNext()).awaitBlocked(RECEIVE);
    range.interrupt();
    assertThat(range.failure()).isExactlyInstanceOf(UncheckedInterruptedException.class);
    assertThat(range.leftInterrupted()).isTrue();

    assertWaitsUntilInterrupted(
        kind,
        RECEIVE,
        () -> {
          nil.forEachReceived(value -> {});
          return null;
        });
  }

  @EveryThreadKind
  @Spec({"CHAN-12", "INT-07"})
  void timedFormsTimeOut(ThreadKind kind) {
    Duration timeout = Duration.ofSeconds(5);
    try (ManualTime time = ManualTime.install()) {
      Attempt<Boolean> send = kind.attempt("sender", () -> nil.send(1, timeout)).awaitBlocked(SEND);
      Attempt<Integer> receive =
          kind.attempt("receiver", () -> nil.receive(timeout)).awaitBlocked(RECEIVE);
      time.awaitSleepers(2);
      time.advance(timeout);
      assertThat(send.result()).isFalse();
      assertThat(receive.result()).isNull();
    }
  }

  @Test
  @Spec("CHAN-12")
  void triesFail() throws Exception {
    assertThat(nil.trySend(1)).isFalse();
    assertThat(nil.send(1, Duration.ZERO)).isFalse();
    assertThat(nil.tryReceive()).isNull();
    assertThat(nil.receive(Duration.ZERO)).isNull();
    assertThat(nil.receive(Duration.ofSeconds(-1))).isNull();
  }

  @EveryThreadKind
  @Spec("CHAN-12")
  void senderAndReceiverNeverMeet(ThreadKind kind) {
    Attempt<Integer> receive = kind.attempt("receiver", () -> nil.receive()).awaitBlocked(RECEIVE);
    assertThat(nil.trySend(1)).isFalse();
    Attempt<Void> send = kind.attempt("sender", () -> nil.send(1)).awaitBlocked(SEND);
    assertThat(nil.tryReceive()).isNull();
    receive.awaitBlocked(RECEIVE);
    send.interrupt();
    receive.interrupt();
    assertThat(List.of(send.failure(), receive.failure()))
        .hasOnlyElementsOfType(InterruptedException.class);
  }

  @Test
  @Spec({"CHAN-13", "FAIL-03", "FAIL-04"})
  void closeFails() {
    for (Task close : List.<Task>of(nil::close, nil::tryClose, () -> nil.sendOnly().close())) {
      assertThatThrownBy(close::run)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("close of nil channel");
      assertThat(nil.isClosed()).isFalse();
      assertThat(nil.isDrained()).isFalse();
    }
  }

  @Test
  @Spec("CHAN-12")
  void cannotBeNamed() {
    assertThatThrownBy(() -> nil.named("nobody"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("named on nil channel: nobody");
    assertThat(nil).hasToString("nil channel");
  }

  @Test
  @Spec({"CHAN-09", "CHAN-12"})
  void isEmptyForEver() {
    assertThat(nil.length()).isZero();
    assertThat(nil.capacity()).isZero();
    assertThat(nil.isClosed()).isFalse();
    assertThat(nil.isDrained()).isFalse();
  }

  @Test
  @Spec("CHAN-25")
  void thereIsOneNilChannel() {
    assertThat((Object) Channel.<String>nil()).isSameAs(nil);
    assertThat(nil.sendOnly()).isEqualTo(Channel.<Integer>nil().sendOnly());
    assertThat(nil.receiveOnly()).isEqualTo(Channel.<Integer>nil().receiveOnly());
    assertThat(nil).isNotEqualTo(Channel.<Integer>make());
  }
}
