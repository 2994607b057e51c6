package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tickers, on a clock that the test moves. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class TickerTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration TEN = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private final Instant origin = Instant.parse("2000-01-01T00:00:00Z");

  private static ManualTime time() {
    return ManualTime.installed();
  }

  /** Of {@code waiting} threads that are blocked on one ticker, so many wait for its time. */
  static int lookers(ThreadKind kind, int waiting) {
    return kind == ThreadKind.PLATFORM ? waiting : Math.min(1, waiting);
  }

  private Instant at(long millis) {
    return origin.plusMillis(millis);
  }

  @Test
  @Spec({"TIMER-16", "TIMER-23"})
  void ticksInTimeAndNotEarly() {
    Ticker ticker = Ticker.make(TEN);
    for (int i = 1; i <= 5; i++) {
      time().advance(TEN.minus(NANO));
      assertThat(ticker.channel().tryReceive()).isNull();
      time().advance(NANO);
      assertThat(ticker.channel().tryReceive()).isEqualTo(at(10 * i));
      assertThat(ticker.channel().tryReceive()).isNull();
    }
  }

  @Test
  @Spec({"TIMER-16", "TIMER-22", "TIMER-23"})
  void aSlowReaderGetsOneTickThenGrid() {
    Ticker ticker = Ticker.make(TEN);
    time().advance(Duration.ofMillis(55));
    assertThat(ticker.channel().tryReceive()).isEqualTo(at(10));
    assertThat(ticker.channel().tryReceive()).isNull();
    time().advance(Duration.ofMillis(5));
    assertThat(ticker.channel().tryReceive()).isEqualTo(at(60));
    assertThat(ticker.channel().tryReceive()).isNull();
  }

  @Test
  @Spec("TIMER-23")
  void lateReadsLoseNoTickWithoutDrift() {
    Ticker ticker = Ticker.make(TEN);
    time().advance(Duration.ofMillis(9));
    for (int i = 1; i <= 1_000; i++) {
      time().advance(TEN);
      assertThat(ticker.channel().tryReceive()).isEqualTo(at(10 * i));
    }
  }

  @Test
  @Spec("TIMER-23")
  void aTickDueAtTheReadIsDropped() {
    Ticker ticker = Ticker.make(TEN);
    time().advance(Duration.ofMillis(30));
    assertThat(ticker.channel().tryReceive()).isEqualTo(at(10));
    assertThat(ticker.channel().tryReceive()).isNull();
    time().advance(TEN);
    assertThat(ticker.channel().tryReceive()).isEqualTo(at(40));
  }

  @EveryThreadKind
  @Spec({"TIMER-23", "INT-10"})
  void aBlockedReceiverHasEveryTick(ThreadKind kind) {
    Ticker ticker = Ticker.make(TEN);
    List<Instant> ticks = new ArrayList<>();
    Attempt<Void> reader =
        kind.attempt(
            "reader",
            () -> {
              for (int i = 0; i < 20; i++) {
                ticks.add(ticker.channel().receive());
              }
            });
    for (int i = 1; i <= 20; i++) {
      time().awaitSleepers(1);
      long parks = time().parks();
      time().advance(TEN);
      Await.until("tick taken", () -> reader.hasEnded() || time().parks() > parks);
    }
    assertThat(reader.result()).isNull();
    assertThat(ticks).hasSize(20).first().isEqualTo(at(10));
    assertThat(ticks).last().isEqualTo(at(200));
  }

  /** Whoever of them looks, they are served in line. */
  @EveryThreadKind
  @Spec({"TIMER-25", "CHAN-04"})
  void blockedReceiversAreServedInOrder(ThreadKind kind) {
    Ticker ticker = Ticker.make(TEN);
    List<Attempt<Instant>> receivers = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      receivers.add(
          kind.attempt("receiver " + i, () -> ticker.channel().receive())
              .awaitBlocked("chan receive"));
      time().awaitSleepers(lookers(kind, i));
    }
    for (int i = 1; i <= 5; i++) {
      time().advance(TEN);
      assertThat(receivers.get(i - 1).result()).isEqualTo(at(10 * i));
      time().awaitSleepers(lookers(kind, 5 - i));
    }
  }

  /** A tick is for one, and does not wake the others; nor does the next when that one has left. */
  @Test
  @Spec("TIMER-25")
  void aTickWakesOnlyTheFirstVirtualThread() {
    int crowd = 1_000;
    int ticks = 20;
    Ticker ticker = Ticker.make(TEN);
    AtomicInteger served = new AtomicInteger();
    List<Thread> receivers = new ArrayList<>();
    for (int i = 0; i < crowd; i++) {
      receivers.add(
          ThreadKind.VIRTUAL.start(
              "receiver",
              () -> {
                if (received(ticker) != null) {
                  served.incrementAndGet();
                }
              }));
    }
    receivers.forEach(receiver -> Await.blocked(receiver, "chan receive"));
    time().awaitSleepers(1);
    long before = time().parks();
    for (int i = 1; i <= ticks; i++) {
      int goal = i;
      time().advance(TEN);
      Await.until("served", () -> served.get() == goal);
      time().awaitSleepers(1);
    }
    // One that was told twice may park twice.
    assertThat(time().parks() - before).isBetween((long) ticks, 3L * ticks);
    receivers.forEach(Thread::interrupt);
    receivers.forEach(Await::ended);
    assertThat(TimerTest.coreOf(ticker.channel()).receivers).isNull();
  }

  private static @Nullable Instant received(Ticker ticker) {
    try {
      return ticker.channel().receive();
    } catch (InterruptedException e) {
      return null;
    }
  }

  /** The first leaves in the moment in which its tick comes: the next has to look. */
  @EveryThreadKind
  @Spec({"INT-04", "TIMER-25"})
  void whenTheFirstGivesUpTheNextLooks(ThreadKind kind) {
    for (int round = 0; round < 200; round++) {
      Ticker ticker = Ticker.make(TEN);
      Attempt<Instant> first = kind.attempt("first", () -> ticker.channel().receive());
      first.awaitBlocked("chan receive");
      Attempt<Instant> next = kind.attempt("next", () -> ticker.channel().receive());
      next.awaitBlocked("chan receive");
      Thread interrupter = kind.other().start("interrupter", first::interrupt);
      time().advance(TEN);
      Await.ended(interrupter);
      if (!first.failed()) {
        time().awaitSleepers(1);
        time().advance(TEN);
      }
      assertThat(next.result()).isNotNull();
    }
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "INT-05", "TIMER-25"})
  void givingUpTakesNoTickFromOthers(ThreadKind kind) {
    Ticker ticker = Ticker.make(TEN);
    Attempt<Instant> interrupted = kind.attempt("interrupted", () -> ticker.channel().receive());
    time().awaitSleepers(1);
    Attempt<Instant> timesOut =
        kind.attempt("times out", () -> ticker.channel().receive(TEN.minus(NANO)));
    time().awaitSleepers(2);
    Attempt<Instant> stays = kind.attempt("stays", () -> ticker.channel().receive());
    stays.awaitBlocked("chan receive");
    interrupted.interrupt();
    assertThat(interrupted.failure()).isExactlyInstanceOf(InterruptedException.class);
    time().advance(TEN.minus(NANO));
    assertThat(timesOut.result()).isNull();
    time().awaitSleepers(1);
    time().advance(NANO);
    assertThat(stays.result()).isEqualTo(at(10));
    assertThat(TimerTest.coreOf(ticker.channel()).receivers).isNull();
  }

  @EveryThreadKind
  @Spec({"TIMER-07", "TIMER-14", "TIMER-24"})
  void stoppedItNeitherTicksNorCloses(ThreadKind kind) {
    Ticker ticker = Ticker.make(TEN);
    time().advance(TEN);
    ticker.stop();
    ticker.close();
    time().advance(TEN);
    assertThat(ticker.channel().tryReceive()).isNull();
    assertThat(ticker.channel().isDrained()).isFalse();

    Attempt<Instant> waitsOn = kind.attempt("waits on", () -> ticker.channel().receive());
    waitsOn.awaitBlocked("chan receive");
    ticker.reset(TEN);
    time().awaitSleepers(1);
    time().advance(TEN);
    assertThat(waitsOn.result()).isEqualTo(at(30));
  }

  @Test
  @Spec({"TIMER-07", "TIMER-11", "TIMER-24"})
  void resetStartsAnewFromNowWithAnotherPeriod() {
    Ticker ticker = Ticker.make(TEN);
    time().advance(Duration.ofMillis(15));
    ticker.reset(TEN.multipliedBy(2));
    assertThat(ticker.channel().tryReceive()).isNull();
    time().advance(Duration.ofMillis(20));
    assertThat(ticker.channel().tryReceive()).isEqualTo(at(35));
    time().advance(Duration.ofMillis(20));
    assertThat(ticker.channel().tryReceive()).isEqualTo(at(55));
  }

  @EveryThreadKind
  @Spec({"TIMER-18", "TIMER-24"})
  void aShorterPeriodReachesABlockedReceiver(ThreadKind kind) {
    Ticker ticker = Ticker.make(LONGEST);
    Attempt<Instant> first = kind.attempt("first", () -> ticker.channel().receive());
    first.awaitBlocked("chan receive");
    Attempt<Instant> second = kind.attempt("second", () -> ticker.channel().receive());
    second.awaitBlocked("chan receive");
    ticker.reset(TEN);
    time().awaitSleepers(lookers(kind, 2));
    time().advance(TEN);
    assertThat(first.result()).isEqualTo(at(10));
    time().awaitSleepers(1);
    time().advance(TEN);
    assertThat(second.result()).isEqualTo(at(20));
  }

  @Test
  @Spec({"TIMER-13", "TIMER-27"})
  void lengthAndCapacityAreZero() {
    Ticker ticker = Ticker.make(TEN);
    time().advance(TEN.multipliedBy(3));
    assertThat(ticker.channel().length()).isZero();
    assertThat(ticker.channel().capacity()).isZero();
    assertThat(ticker.channel().tryReceive()).isNotNull();
    assertThat(ticker.channel().length()).isZero();
  }

  @Test
  @Spec({"TIMER-21", "TIMER-26", "INT-11"})
  void aPeriodIsPositiveAndMisuseChangesNothing() {
    for (Duration wrong : List.of(Duration.ZERO, NANO.negated())) {
      assertThatThrownBy(() -> Ticker.make(wrong))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("non-positive interval for NewTicker: " + wrong);
    }
    assertThatThrownBy(() -> Ticker.make(null)).hasMessage("period");

    Ticker ticker = Ticker.make(TEN);
    time().advance(Duration.ofMillis(5));
    assertThatThrownBy(() -> ticker.reset(Duration.ZERO))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("non-positive interval for Ticker.Reset: PT0S");
    assertThatThrownBy(() -> ticker.reset(null)).hasMessage("period");
    time().advance(Duration.ofMillis(5));
    assertThat(ThreadKind.VIRTUAL.attempt("reads", () -> ticker.channel().tryReceive()).result())
        .isEqualTo(at(10));
  }

  @Test
  @Spec({"TIMER-17", "TIMER-23"})
  void whatCannotBeCountedNeverTicks() {
    time().advance(TEN);
    Ticker never = Ticker.make(LONGEST);
    Duration nearlyFor292Years = Duration.ofNanos(Long.MAX_VALUE).minusSeconds(2);
    Ticker once = Ticker.make(nearlyFor292Years);
    time().advance(nearlyFor292Years);
    assertThat(never.channel().tryReceive()).isNull();
    assertThat(once.channel().tryReceive()).isEqualTo(time().instant());
    assertThat(once.channel().tryReceive()).isNull();
  }

  @Test
  @Spec("TIMER-24")
  void aScopeStopsIt() {
    ReceiveChannel<Instant> ticks;
    try (Ticker ticker = Ticker.make(TEN)) {
      ticks = ticker.channel();
      assertThat(ticks).isSameAs(ticker.channel());
    }
    time().advance(TEN);
    assertThat(ticks.tryReceive()).isNull();
  }
}
