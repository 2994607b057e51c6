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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timers with a channel, on a clock that the test moves. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class TimerTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final Duration SHORTEST = Duration.ofSeconds(Long.MIN_VALUE);

  private final Instant origin = Instant.parse("2000-01-01T00:00:00Z");

  private static ManualTime time() {
    return ManualTime.installed();
  }

  @Test
  @Spec({"TIMER-02", "TIMER-16"})
  void theValueIsThereInTimeNotEarly() {
    ReceiveChannel<Instant> after = Timer.after(SECOND);
    Timer timer = Timer.make(SECOND);
    time().advance(SECOND.minus(NANO));
    assertThat(after.tryReceive()).isNull();
    assertThat(timer.channel().tryReceive()).isNull();
    time().advance(NANO);
    assertThat(after.tryReceive()).isEqualTo(origin.plus(SECOND));
    assertThat(timer.channel().tryReceive()).isEqualTo(origin.plus(SECOND));
  }

  @Test
  @Spec("TIMER-02")
  void thereIsOneValue() throws Exception {
    ReceiveChannel<Instant> after = Timer.after(SECOND);
    time().advance(SECOND.multipliedBy(10));
    assertThat(after.receive()).isNotNull();
    time().advance(SECOND.multipliedBy(10));
    assertThat(after.tryReceive()).isNull();
    assertThat(after.receive(Duration.ZERO)).isNull();
  }

  @Test
  @Spec("TIMER-16")
  void theValueIsTheTimeItWasDue() throws Exception {
    time().advance(SECOND);
    Timer timer = Timer.make(SECOND);
    time().advance(SECOND.multipliedBy(60));
    assertThat(timer.channel().receive()).isEqualTo(origin.plusSeconds(2));

    timer.reset(SECOND);
    time().advance(SECOND.multipliedBy(60));
    assertThat(timer.channel().receive()).isEqualTo(origin.plusSeconds(62));
  }

  @EveryThreadKind
  @Spec({"TIMER-02", "INT-10"})
  void aBlockedReceiverGetsItNotEarly(ThreadKind kind) {
    ReceiveChannel<Instant> after = Timer.after(SECOND);
    Attempt<Instant> forever = kind.attempt("receiver", () -> after.receive());
    time().awaitSleepers(1);
    time().advance(SECOND.minus(NANO));
    time().nudge(forever.thread());
    forever.awaitBlocked("chan receive");
    time().advance(NANO);
    assertThat(forever.result()).isEqualTo(origin.plus(SECOND));
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-05", "INT-08"})
  void aTimedReceiveWaitsForTimeoutAndTimer(ThreadKind kind) throws Exception {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> shorter =
        kind.attempt("shorter", () -> timer.channel().receive(SECOND.minus(NANO)));
    time().awaitSleepers(1);
    time().advance(SECOND.minus(NANO));
    assertThat(shorter.result()).isNull();

    Attempt<Instant> equal = kind.attempt("equal", () -> timer.channel().receive(NANO));
    time().awaitSleepers(1);
    time().advance(NANO);
    assertThat(equal.result()).isEqualTo(origin.plus(SECOND));

    timer.reset(SECOND);
    Attempt<Instant> longer = kind.attempt("longer", () -> timer.channel().receive(LONGEST));
    time().awaitSleepers(1);
    time().advance(SECOND);
    assertThat(longer.result()).isEqualTo(origin.plusSeconds(2));
    assertThat(nobodyWaitsOn(timer)).isTrue();
  }

  /** As if the thread had looked at once: in Go, too, the earlier of two times comes first. */
  @EveryThreadKind
  @Spec("TIMER-03")
  void theEarlierOfTwoPassedTimesCounts(ThreadKind kind) {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> timesOut =
        kind.attempt("times out", () -> timer.channel().receive(SECOND.minus(NANO)));
    time().awaitSleepers(1);
    time().advance(SECOND.multipliedBy(2));
    assertThat(timesOut.result()).isNull();
    assertThat(timer.channel().tryReceive()).isNotNull();
  }

  @Test
  @Spec("TIMER-06")
  void stopIsTrueForARunningTimer() {
    Timer timer = Timer.make(SECOND);
    assertThat(timer.stop()).isTrue();
    assertThat(timer.stop()).isFalse();
    time().advance(SECOND);
    assertThat(timer.channel().tryReceive()).isNull();
    assertThat(timer.stop()).isFalse();
  }

  @Test
  @Spec({"TIMER-06", "TIMER-07", "TIMER-08"})
  void stopTakesBackAnUnreceivedValue() {
    Timer timer = Timer.make(SECOND);
    time().advance(SECOND.multipliedBy(2));
    assertThat(timer.stop()).isTrue();
    assertThat(timer.channel().tryReceive()).isNull();
    assertThat(timer.stop()).isFalse();
  }

  @Test
  @Spec({"TIMER-07", "TIMER-08", "TIMER-11"})
  void resetTakesBackAnUnreceivedValue() {
    Timer timer = Timer.make(SECOND);
    time().advance(SECOND.multipliedBy(2));
    assertThat(timer.reset(SECOND)).isTrue();
    assertThat(timer.channel().tryReceive()).isNull();
    time().advance(SECOND);
    assertThat(timer.channel().tryReceive()).isEqualTo(origin.plusSeconds(3));
  }

  @Test
  @Spec({"TIMER-06", "TIMER-09"})
  void afterAReceiveStopAndResetAreFalse() {
    Timer timer = Timer.make(Duration.ZERO);
    assertThat(timer.channel().tryReceive()).isEqualTo(origin);
    assertThat(timer.stop()).isFalse();
    assertThat(timer.reset(Duration.ZERO)).isFalse();
    assertThat(timer.channel().tryReceive()).isEqualTo(origin);
    assertThat(timer.reset(SECOND)).isFalse();
    assertThat(timer.stop()).isTrue();
  }

  @Test
  @Spec("TIMER-11")
  void resetStartsAnewFromNow() {
    Timer timer = Timer.make(SECOND);
    time().advance(SECOND.minus(NANO));
    assertThat(timer.reset(SECOND)).isTrue();
    time().advance(SECOND.minus(NANO));
    assertThat(timer.channel().tryReceive()).isNull();
    time().advance(NANO);
    assertThat(timer.channel().tryReceive()).isEqualTo(origin.plusSeconds(2).minus(NANO));

    assertThat(timer.stop()).isFalse();
    assertThat(timer.reset(SECOND)).isFalse();
    time().advance(SECOND);
    assertThat(timer.channel().tryReceive()).isNotNull();
  }

  @EveryThreadKind
  @Spec({"TIMER-11", "TIMER-18"})
  void anEarlierResetReachesABlockedReceiver(ThreadKind kind) {
    Timer timer = Timer.make(SECOND.multipliedBy(100));
    Attempt<Instant> receiver = kind.attempt("receiver", () -> timer.channel().receive());
    time().awaitSleepers(1);
    for (int seconds = 50; seconds > 0; seconds--) {
      assertThat(timer.reset(SECOND.multipliedBy(seconds))).isTrue();
    }
    time().advance(SECOND);
    assertThat(receiver.result()).isEqualTo(origin.plusSeconds(1));
    assertThat(timer.stop()).isFalse();
  }

  @EveryThreadKind
  @Spec({"TIMER-11", "TIMER-18"})
  void aLaterResetKeepsABlockedReceiverWaiting(ThreadKind kind) {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> receiver = kind.attempt("receiver", () -> timer.channel().receive());
    time().awaitSleepers(1);
    long parks = time().parks();
    timer.reset(SECOND.multipliedBy(3));
    time().advance(SECOND.multipliedBy(2));
    receiver.awaitBlocked("chan receive");
    Await.until("it looked", () -> time().parks() > parks);
    time().advance(SECOND);
    assertThat(receiver.result()).isEqualTo(origin.plusSeconds(3));
  }

  @EveryThreadKind
  @Spec({"TIMER-11", "TIMER-18"})
  void aResetToNowServesWhoIsBlocked(ThreadKind kind) {
    for (Duration atOnce : List.of(Duration.ZERO, NANO.negated(), SHORTEST)) {
      Timer timer = Timer.make(LONGEST);
      Attempt<Instant> receiver = kind.attempt("receiver", () -> timer.channel().receive());
      receiver.awaitBlocked("chan receive");
      assertThat(timer.reset(atOnce)).isTrue();
      assertThat(receiver.result()).isEqualTo(origin);
    }
  }

  @Test
  @Spec("TIMER-18")
  void theLastSettingDecidesWhenItIsDue() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Timer timer = Timer.make(SECOND);
    Instant due = origin.plus(SECOND);
    for (int i = 0; i < 10_000; i++) {
      Duration step = Duration.ofNanos(random.nextInt(3));
      if (random.nextBoolean()) {
        time().advance(step);
      } else {
        timer.reset(step);
        due = time().instant().plus(step);
      }
      if (random.nextInt(4) == 0) {
        Instant value = timer.channel().tryReceive();
        if (value != null) {
          assertThat(value).as("seed %d", seed).isEqualTo(due).isBeforeOrEqualTo(time().instant());
          timer.reset(step);
          due = time().instant().plus(step);
        } else {
          assertThat(due).as("seed %d", seed).isAfter(time().instant());
        }
      }
    }
  }

  @Test
  @Spec({"TIMER-13", "TIMER-14", "TIMER-27"})
  void itIsEmptyWithoutCapacityAndNeverClosed() {
    Timer timer = Timer.make(SECOND);
    for (Runnable step :
        List.<Runnable>of(
            () -> time().advance(SECOND),
            () -> assertThat(timer.channel().tryReceive()).isNotNull(),
            () -> timer.reset(Duration.ZERO),
            timer::stop)) {
      step.run();
      assertThat(timer.channel().length()).isZero();
      assertThat(timer.channel().capacity()).isZero();
      assertThat(timer.channel().isDrained()).isFalse();
    }
  }

  @EveryThreadKind
  @Spec("TIMER-14")
  void aStoppedTimerWakesNobodyUntilAReset(ThreadKind kind) {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> receiver = kind.attempt("receiver", () -> timer.channel().receive());
    time().awaitSleepers(1);
    assertThat(timer.stop()).isTrue();
    time().advance(SECOND.multipliedBy(5));
    time().awaitSleepers(0);
    receiver.awaitBlocked("chan receive");
    assertThat(timer.reset(SECOND)).isFalse();
    time().awaitSleepers(1);
    time().advance(SECOND);
    assertThat(receiver.result()).isEqualTo(origin.plusSeconds(6));
  }

  @Test
  @Spec({"TIMER-17", "INT-07"})
  void whatCannotBeCountedNeverComes() {
    time().advance(SECOND);
    Timer never = Timer.make(LONGEST);
    Timer soon = Timer.make(SECOND);
    time().advance(Duration.ofNanos(Long.MAX_VALUE).minus(SECOND).minus(NANO));
    assertThat(never.channel().tryReceive()).isNull();
    assertThat(soon.channel().tryReceive()).isEqualTo(origin.plusSeconds(2));
    assertThat(never.stop()).isTrue();
    assertThat(never.reset(LONGEST)).isFalse();
    assertThat(never.reset(SHORTEST)).isTrue();
    assertThat(never.channel().tryReceive()).isNotNull();
  }

  @Test
  @Spec({"TIMER-17", "INT-07"})
  void withoutTimeItIsDueAtOnce() throws Exception {
    time().advance(SECOND);
    for (Duration atOnce : List.of(Duration.ZERO, NANO.negated(), SHORTEST)) {
      assertThat(Timer.after(atOnce).receive()).isEqualTo(origin.plus(SECOND));
    }
  }

  @EveryThreadKind
  @Spec({"TIMER-25", "INT-04"})
  void aValueGoesToOneOfTheReceivers(ThreadKind kind) throws Exception {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> first = kind.attempt("first", () -> timer.channel().receive());
    time().awaitSleepers(1);
    Attempt<Instant> second = kind.attempt("second", () -> timer.channel().receive());
    second.awaitBlocked("chan receive");
    time().advance(SECOND);
    assertThat(first.result()).isEqualTo(origin.plusSeconds(1));
    second.awaitBlocked("chan receive");
    timer.reset(SECOND);
    time().awaitSleepers(1);
    time().advance(SECOND);
    assertThat(second.result()).isEqualTo(origin.plusSeconds(2));
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "INT-05", "TIMER-25"})
  void anInterruptedReceiverTakesNothing(ThreadKind kind) {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> leaves = kind.attempt("leaves", () -> timer.channel().receive());
    time().awaitSleepers(1);
    Attempt<Instant> stays = kind.attempt("stays", () -> timer.channel().receive());
    stays.awaitBlocked("chan receive");
    QueuedCore core = coreOf(timer.channel());
    core.lock();
    try {
      leaves.interrupt(); // cannot leave the queue yet
      Await.spinning(leaves.thread());
      time().advance(SECOND);
    } finally {
      core.wake(core.exit());
    }
    assertThat(leaves.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(leaves.leftInterrupted()).isFalse();
    assertThat(stays.result()).isEqualTo(origin.plusSeconds(1));
    assertThat(nobodyWaitsOn(timer)).isTrue();
  }

  /** The thread has not noticed that it can look, and is served nevertheless. */
  @EveryThreadKind
  @Spec({"TIMER-07", "TIMER-08"})
  void aDueValueSurvivesAStopIfAwaited(ThreadKind kind) {
    for (boolean reset : new boolean[] {false, true}) {
      Timer timer = Timer.make(SECOND);
      Attempt<Instant> receiver = kind.attempt("receiver", () -> timer.channel().receive());
      time().awaitSleepers(1);
      time().advanceUnnoticed(SECOND);
      assertThat(reset ? timer.reset(SECOND) : timer.stop()).isFalse();
      assertThat(receiver.result()).isEqualTo(time().instant());
    }
  }

  @EveryThreadKind
  @Spec({"TIMER-25", "CHAN-04"})
  void aNewcomerDoesNotPassWhoIsBlocked(ThreadKind kind) {
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> receiver = kind.attempt("receiver", () -> timer.channel().receive());
    time().awaitSleepers(1);
    time().advanceUnnoticed(SECOND);
    assertThat(timer.channel().tryReceive()).isNull();
    assertThat(receiver.result()).isEqualTo(origin.plusSeconds(1));
  }

  @Test
  @Spec({"INT-01", "INT-11", "TIMER-26"})
  void misuseChangesNothingAndLeavesNoLock() throws Exception {
    assertThatThrownBy(() -> Timer.make(null)).hasMessage("delay");
    assertThatThrownBy(() -> Timer.after(null)).hasMessage("delay");
    Timer timer = Timer.make(SECOND);
    assertThatThrownBy(() -> timer.reset(null)).hasMessage("delay");
    Attempt<Instant> interrupted =
        ThreadKind.VIRTUAL.attempt(
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              return timer.channel().receive();
            });
    assertThat(interrupted.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(ThreadKind.VIRTUAL.attempt("stops", timer::stop).result()).isTrue();
  }

  /** Users cannot make one that was never set. */
  @Test
  @Spec("TIMER-15")
  void noTimerIsWithoutASetting() {
    assertThat(Timer.class.getConstructors()).isEmpty();
    assertThat(Ticker.class.getConstructors()).isEmpty();
  }

  @Test
  void theChannelStaysTheSameAndNamesItself() {
    Timer timer = Timer.make(SECOND);
    assertThat(timer.channel()).isSameAs(timer.channel()).isInstanceOf(ReceiveOnly.class);
    assertThat(timer.channel().toString()).matches("receive-only timer@[0-9a-f]+");
  }

  private static boolean nobodyWaitsOn(Timer timer) {
    return SelectBlockingTest.nobodyWaitsOn(((ReceiveOnly<?>) timer.channel()).channel);
  }

  static QueuedCore coreOf(ReceiveChannel<?> channel) {
    return (QueuedCore) ((ReceiveOnly<?>) channel).channel.core();
  }
}
