package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a thread dump and {@code LockSupport.getBlocker} tell about a blocked thread. */
@ExtendWith(LeakCheck.class)
class ParkingReasonTest {

  private static final Duration LONG = Duration.ofDays(1);

  @EveryCapacityAndThreadKind
  void blockedSendersSayWhereTheyWait(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> orders = Given.full(capacity).named("orders");
    String text = "chan send: orders(length=%1$d, capacity=%1$d)".formatted(capacity);
    assertBlocker(kind.attempt("sender", () -> orders.send(1)), "ChanSendWait", "chan send", text);
    assertBlocker(
        kind.attempt("timed sender", () -> orders.send(1, LONG)),
        "ChanSendWait",
        "chan send",
        text);
  }

  @EveryCapacityAndThreadKind
  void blockedReceiversSayWhereTheyWait(int capacity, ThreadKind kind) {
    Channel<Integer> orders = Channel.<Integer>make(capacity).named("orders");
    String text = "chan receive: orders(length=0, capacity=%d)".formatted(capacity);
    assertBlocker(
        kind.attempt("receiver", () -> orders.receive()), "ChanReceiveWait", "chan receive", text);
    assertBlocker(
        kind.attempt("timed receiver", () -> orders.receive(LONG)),
        "ChanReceiveWait",
        "chan receive",
        text);
  }

  @EveryThreadKind
  void theNameIsTheOneOfNow(ThreadKind kind) {
    Channel<Integer> channel = Channel.make();
    Attempt<Integer> receive =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");
    channel.named("later");
    assertBlocker(
        receive, "ChanReceiveWait", "chan receive", "chan receive: later(length=0, capacity=0)");
  }

  @EveryThreadKind
  void theNilChannelIsNamed(ThreadKind kind) {
    Channel<Integer> nil = Channel.nil();
    assertBlocker(
        kind.attempt("sender", () -> nil.send(1)),
        "ChanSendWait",
        "chan send (nil chan)",
        "chan send (nil chan): nil channel");
    assertBlocker(
        kind.attempt("receiver", () -> nil.receive()),
        "ChanReceiveWait",
        "chan receive (nil chan)",
        "chan receive (nil chan): nil channel");
  }

  @EveryThreadKind
  void sleepersSayHowLong(ThreadKind kind) {
    assertBlocker(
        kind.attempt("sleeper", () -> Go.sleep(LONG)), "SleepWait", "sleep", "sleep PT24H");
  }

  @EveryThreadKind
  void aThreadThatRunsHasNoBlocker(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<Object> receive =
        kind.attempt(
            "receiver",
            () -> {
              channel.receive();
              return LockSupport.getBlocker(Thread.currentThread());
            });
    receive.awaitBlocked("chan receive");
    channel.send(1);
    assertThat(receive.result()).isNull();
  }

  private static void assertBlocker(
      Attempt<?> attempt, String className, String reason, String text) {
    attempt.awaitBlocked(reason);
    assertThat(LockSupport.getBlocker(attempt.thread()))
        .isInstanceOfSatisfying(
            Waiter.class,
            waiter -> {
              assertThat(waiter.getClass().getSimpleName()).isEqualTo(className);
              assertThat(waiter.reason()).isEqualTo(reason);
              assertThat(waiter).hasToString(text);
            });
    attempt.interrupt();
    assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
  }
}
