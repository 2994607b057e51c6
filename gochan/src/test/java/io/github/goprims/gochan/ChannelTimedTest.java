package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelTimedTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration BEYOND_NANOS = Duration.ofDays(300 * 365);
  private static final List<Duration> NO_TIME =
      List.of(Duration.ZERO, NANO.negated(), Duration.ofSeconds(Long.MIN_VALUE));

  @EveryCapacity
  @Spec("INT-07")
  void withoutTimeOneTryIsMade(int capacity) throws Exception {
    for (Duration timeout : NO_TIME) {
      Channel<Integer> channel = Channel.make(capacity);
      assertThat(channel.receive(timeout)).isNull();
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.send(i, timeout)).isTrue();
      }
      assertThat(channel.send(-1, timeout)).isFalse();
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.receive(timeout)).isEqualTo(i);
      }
      assertThat(channel.receive(timeout)).isNull();
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("INT-07")
  void withoutTimeAWaitingPartnerIsServed(int capacity, ThreadKind kind) throws Exception {
    for (Duration timeout : NO_TIME) {
      Channel<Integer> channel = Given.full(capacity);
      List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, 2);
      for (int i = 0; i < capacity + 2; i++) {
        assertThat(channel.receive(timeout)).isEqualTo(i);
      }
      assertThat(senders).noneMatch(Attempt::failed);

      List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 2);
      assertThat(channel.send(1, timeout)).isTrue();
      assertThat(channel.send(2, timeout)).isTrue();
      assertThat(receivers).extracting(Attempt::result).containsExactly(1, 2);
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-07", "INT-02"})
  void receiveTimesOutAndNotEarly(int capacity, ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> channel = Channel.make(capacity);
      Attempt<Integer> receive = kind.attempt("receiver", () -> channel.receive(TIMEOUT));
      time.awaitSleepers(1);
      time.advance(TIMEOUT.minus(NANO));
      time.nudge(receive.thread());

      time.advance(NANO);
      assertThat(receive.result()).isNull();
      assertThat(channel.isDrained()).isFalse();
      assertThat(channel.trySend(1)).as("nobody is left waiting").isEqualTo(capacity > 0);
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-07", "INT-02"})
  void sendTimesOutAndNotEarly(int capacity, ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> channel = Given.full(capacity);
      Attempt<Boolean> send = kind.attempt("sender", () -> channel.send(-1, TIMEOUT));
      time.awaitSleepers(1);
      time.advance(TIMEOUT.minus(NANO));
      time.nudge(send.thread());

      time.advance(NANO);
      assertThat(send.result()).isFalse();
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.tryReceive()).isEqualTo(i);
      }
      assertThat(channel.tryReceive()).as("nothing was sent").isNull();
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("INT-07")
  void moreThan292YearsMeansNoLimit(int capacity, ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      time.advance(Duration.ofDays(1)); // now plus the timeout is what overflows
      Channel<Integer> channel = Channel.make(capacity);
      for (Duration timeout :
          List.of(
              BEYOND_NANOS,
              Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
              Duration.ofNanos(Long.MAX_VALUE))) {
        Attempt<Integer> receive =
            kind.attempt("receiver", () -> channel.receive(timeout)).awaitBlocked("chan receive");
        assertThat(time.sleepers()).as("waits without a clock").isZero();
        assertThat(channel.send(1, timeout)).isTrue();
        assertThat(receive.result()).isEqualTo(1);
      }
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("INT-08")
  void aValueBeforeTheTimeoutCounts(int capacity, ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> channel = Channel.make(capacity);
      Attempt<Integer> receive = kind.attempt("receiver", () -> channel.receive(TIMEOUT));
      time.awaitSleepers(1);
      // The value is handed over first; the receiver may well find its time over when it wakes.
      channel.send(7);
      time.advance(TIMEOUT);
      assertThat(receive.result()).isEqualTo(7);
    }
  }

  /** Success and the end of the time race; both sides must tell the same story. */
  @EveryCapacityAndThreadKind
  @Spec({"INT-08", "INT-02", "INT-04"})
  void bothSidesAgreeWhetherTheTimeoutWon(int capacity, ThreadKind kind) {
    for (int round = 0; round < 30; round++) {
      try (ManualTime time = ManualTime.install()) {
        Channel<Integer> channel = Channel.make(capacity);
        Attempt<Integer> receive = kind.attempt("receiver", () -> channel.receive(TIMEOUT));
        time.awaitSleepers(1);
        Thread clock = kind.start("clock", () -> time.advance(TIMEOUT));
        boolean sent = channel.trySend(7);
        Await.ended(clock);

        List<Integer> received = new ArrayList<>();
        received.add(receive.result());
        received.add(channel.tryReceive());
        received.removeIf(Objects::isNull);
        assertThat(received).isEqualTo(sent ? List.of(7) : List.of());
      }
    }
  }

  @EveryCapacity
  @Spec({"CHAN-15", "CHAN-16"})
  void timedFormsDoNotWaitOnClosed(int capacity) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    channel.close();
    assertThat(channel.receive(BEYOND_NANOS)).isNull();
    assertThat(channel.isDrained()).isTrue();
    assertThatThrownBy(() -> channel.send(1, BEYOND_NANOS))
        .isInstanceOf(ChannelClosedException.class);
  }

  @EveryCapacityAndThreadKind
  @Spec("INT-07")
  void inRealTimeNothingIsEarly(int capacity, ThreadKind kind) throws Exception {
    Duration timeout = Duration.ofMillis(5);
    Channel<Integer> full = Given.full(capacity);
    Attempt<Duration> send =
        kind.attempt(
            "sender",
            () -> {
              long start = System.nanoTime();
              assertThat(full.send(-1, timeout)).isFalse();
              return Duration.ofNanos(System.nanoTime() - start);
            });
    Channel<Integer> empty = Channel.make(capacity);
    Attempt<Duration> receive =
        kind.attempt(
            "receiver",
            () -> {
              long start = System.nanoTime();
              assertThat(empty.receive(timeout)).isNull();
              return Duration.ofNanos(System.nanoTime() - start);
            });
    assertThat(send.result()).isGreaterThanOrEqualTo(timeout);
    assertThat(receive.result()).isGreaterThanOrEqualTo(timeout);
  }

  @EveryCapacityAndThreadKind
  @Spec("INT-07")
  void theClockIsForWhoHasToWait(int capacity, ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> there = Channel.make(capacity);
      Channel<Integer> closed = Channel.make(capacity);
      closed.close();
      Select select = Select.create();
      select.onReceive(closed);
      Attempt<Void> partner = kind.attempt("partner", () -> there.send(1));
      if (capacity == 0) {
        partner.awaitBlocked("chan send");
      } else {
        partner.result();
      }
      assertThat(there.receive(TIMEOUT)).isEqualTo(1);
      if (capacity > 0) {
        assertThat(there.send(2, TIMEOUT)).isTrue();
      }
      assertThat(select.await(TIMEOUT)).isNotNull();
      assertThat(closed.receive(TIMEOUT)).isNull();
      assertThat(time.looks()).isZero();
      assertThat(partner.failed()).isFalse();
    }
  }
}
