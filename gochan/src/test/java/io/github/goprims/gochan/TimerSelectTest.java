package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timers among the cases of a select, on a clock that the test moves. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class TimerSelectTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int ROUNDS = 10_000;
  private static final int SIX_SIGMA = 300; // of a coin tossed ten thousand times

  private final Instant origin = Instant.parse("2000-01-01T00:00:00Z");

  private static ManualTime time() {
    return ManualTime.installed();
  }

  @Test
  @Spec({"SELECT-26", "SELECT-02"})
  void aDueTimerCompetesAtRandom() {
    Channel<Integer> channel = Channel.make(1);
    Timer timer = Timer.make(Duration.ZERO);
    Select select = Select.create();
    ReceiveCase<Integer> value = select.onReceive(channel);
    ReceiveCase<Instant> due = select.onReceive(timer.channel());
    int timers = 0;
    for (int i = 0; i < ROUNDS; i++) {
      channel.trySend(i);
      timer.reset(Duration.ZERO);
      SelectCase chosen = select.poll();
      assertThat(chosen).isIn(value, due);
      timers += chosen == due ? 1 : 0;
    }
    assertThat(timers).isBetween(ROUNDS / 2 - SIX_SIGMA, ROUNDS / 2 + SIX_SIGMA);
  }

  @Test
  @Spec({"SELECT-26", "SELECT-25"})
  void inAnOrderedSelectTheFirstListedWins() throws Exception {
    Channel<Integer> channel = Given.full(1);
    Select select = Select.create().ordered();
    ReceiveCase<Instant> first = select.onReceive(Timer.after(Duration.ZERO));
    ReceiveCase<Integer> second = select.onReceive(channel);
    ReceiveCase<Instant> third = select.onReceive(Timer.after(Duration.ZERO));
    assertThat(select.await()).isSameAs(first);
    assertThat(select.await()).isSameAs(second);
    assertThat(select.await()).isSameAs(third);
    assertThat(select.poll()).isNull();
  }

  @EveryThreadKind
  @Spec({"SELECT-26", "TIMER-16"})
  void aBlockedSelectGetsTheTimerNotEarly(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Given.full(1);
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> attempt = kind.attempt("select", () -> selectTimer(in, out, timer, null));
    time().awaitSleepers(1);
    time().advance(SECOND.minus(NANO));
    time().nudge(attempt.thread());
    attempt.awaitBlocked("select");
    time().advance(NANO);
    assertThat(attempt.result()).isEqualTo(origin.plus(SECOND));
    assertThat(out.length()).isEqualTo(1);
    assertNobodyWaits(in, out, timer);
  }

  /** Receives from {@code in} or the timer, or sends to {@code out}; the time, or null. */
  private static @Nullable Instant selectTimer(
      Channel<Integer> in, Channel<Integer> out, Timer timer, @Nullable Duration timeout)
      throws InterruptedException {
    Select select = Select.create();
    select.onReceive(in);
    ReceiveCase<Instant> due = select.onReceive(timer.channel());
    select.onSend(out).value(7);
    if (timeout == null) {
      select.await();
    } else {
      select.await(timeout);
    }
    return due.value();
  }

  @EveryThreadKind
  @Spec("SELECT-26")
  void anEarlierChannelLeavesTheTimerAlone(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Given.full(1);
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> attempt = kind.attempt("select", () -> selectTimer(in, out, timer, null));
    time().awaitSleepers(1);
    assertThat(in.trySend(1)).isTrue();
    assertThat(attempt.result()).isNull();
    assertNobodyWaits(in, out, timer);
    time().advance(SECOND);
    assertThat(timer.channel().tryReceive()).isEqualTo(origin.plus(SECOND));
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-05", "INT-08"})
  void aTimedSelectWaitsForTimeoutAndTimer(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Given.full(1);
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> shorter =
        kind.attempt("shorter", () -> selectTimer(in, out, timer, SECOND.minus(NANO)));
    time().awaitSleepers(1);
    time().advance(SECOND.minus(NANO));
    assertThat(shorter.result()).isNull();
    assertNobodyWaits(in, out, timer);

    Attempt<Instant> equal = kind.attempt("equal", () -> selectTimer(in, out, timer, NANO));
    time().awaitSleepers(1);
    time().advance(NANO);
    assertThat(equal.result()).isEqualTo(origin.plus(SECOND));
    assertNobodyWaits(in, out, timer);
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "TIMER-25"})
  void anInterruptedSelectTakesNothingFromTheNext(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Given.full(1);
    Timer timer = Timer.make(SECOND);
    Attempt<Instant> leaves = kind.attempt("leaves", () -> selectTimer(in, out, timer, null));
    time().awaitSleepers(1);
    Attempt<Instant> stays = kind.attempt("stays", () -> timer.channel().receive());
    stays.awaitBlocked("chan receive");
    leaves.interrupt();
    assertThat(leaves.failure()).isExactlyInstanceOf(InterruptedException.class);
    time().awaitSleepers(1);
    time().advance(SECOND);
    assertThat(stays.result()).isEqualTo(origin.plus(SECOND));
    assertNobodyWaits(in, out, timer);
  }

  /** Woken late, it finds both due. */
  @EveryThreadKind
  @Spec("TIMER-03")
  void aBlockedSelectTakesTheEarliestTimer(ThreadKind kind) {
    for (int round = 0; round < 20; round++) {
      ReceiveChannel<Instant> late = Timer.after(SECOND.multipliedBy(2));
      ReceiveChannel<Instant> early = Timer.after(SECOND);
      Instant due = time().instant().plus(SECOND);
      Attempt<Instant> attempt =
          kind.attempt(
              "select",
              () ->
                  Select.first(
                      Select.receive(late, value -> value),
                      Select.receive(Channel.<Instant>make(), value -> value),
                      Select.receive(early, value -> value)));
      time().awaitSleepers(1);
      time().advance(SECOND.multipliedBy(3));
      assertThat(attempt.result()).isEqualTo(due);
      assertThat(late.tryReceive()).isEqualTo(due.plus(SECOND));
    }
  }

  @EveryThreadKind
  @Spec({"TIMER-11", "TIMER-18"})
  void aResetReachesABlockedSelect(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Given.full(1);
    Timer timer = Timer.make(SECOND.multipliedBy(9));
    Attempt<Instant> attempt = kind.attempt("select", () -> selectTimer(in, out, timer, null));
    time().awaitSleepers(1);
    assertThat(timer.stop()).isTrue();
    time().advance(SECOND.multipliedBy(9));
    time().awaitSleepers(0);
    attempt.awaitBlocked("select");
    assertThat(timer.reset(SECOND)).isFalse();
    time().awaitSleepers(1);
    time().advance(SECOND);
    assertThat(attempt.result()).isEqualTo(origin.plusSeconds(10));
    assertNobodyWaits(in, out, timer);
  }

  @EveryThreadKind
  @Spec({"SELECT-16", "TIMER-25"})
  void aSelectStandsInLineWithPlainReceivers(ThreadKind kind) {
    Ticker ticker = Ticker.make(SECOND);
    Attempt<Instant> first = kind.attempt("first", () -> ticker.channel().receive());
    time().awaitSleepers(1);
    Attempt<Instant> second =
        kind.attempt(
            "second",
            () ->
                Select.first(
                    Select.receive(ticker.channel(), value -> value),
                    Select.receive(ticker.channel(), value -> value)));
    second.awaitBlocked("select");
    Attempt<Instant> third = kind.attempt("third", () -> ticker.channel().receive());
    third.awaitBlocked("chan receive");
    int seconds = 0;
    for (Attempt<Instant> next : List.of(first, second, third)) {
      time().advance(SECOND);
      seconds++;
      assertThat(next.result()).isEqualTo(origin.plusSeconds(seconds));
      time().awaitSleepers(TickerTest.lookers(kind, 3 - seconds));
    }
    assertThat(TimerTest.coreOf(ticker.channel()).receivers).isNull();
  }

  /** The select has found it to be the first, and is comparing it with those that are left. */
  @EveryThreadKind
  @Spec({"SELECT-26", "TIMER-11"})
  void aStoppedTimerHidesNoOther(ThreadKind kind) {
    Timer stopped = Timer.make(SECOND);
    Timer next = Timer.make(SECOND.multipliedBy(2));
    Timer late = Timer.make(SECOND.multipliedBy(9));
    QueuedCore stops =
        new NeverReady(() -> {}) {
          @Override
          long dueTime(Waiter owner) {
            stopped.stop();
            return TimeSource.FOREVER;
          }
        };
    Attempt<Instant> attempt =
        kind.attempt(
            "select",
            () ->
                Select.first(
                    Select.receive(stopped.channel(), value -> value),
                    Select.receive(next.channel(), value -> value),
                    Select.receive(new Channel<Instant>(stops), value -> value),
                    Select.receive(late.channel(), value -> value)));
    time().awaitSleepers(1);
    time().advance(SECOND.multipliedBy(2));
    assertThat(attempt.result()).isEqualTo(origin.plusSeconds(2));
  }

  @Test
  @Spec("SELECT-26")
  void aPollBeforeTheTimeRunsNoCase() {
    Timer timer = Timer.make(SECOND);
    Select alone = Select.create();
    ReceiveCase<Instant> due = alone.onReceive(timer.channel());
    Select together = Select.create();
    together.onReceive(Channel.make());
    together.onReceive(timer.channel());
    assertThat(alone.poll()).isNull();
    assertThat(together.poll()).isNull();
    time().advance(SECOND);
    assertThat(alone.poll()).isSameAs(due);
    assertThat(due.value()).isEqualTo(origin.plus(SECOND));
    assertThat(due.isOpen()).isTrue();
    assertThat(together.poll()).isNull();
  }

  /** The timer is not due in the first pass and at the first look of the second, but at its end. */
  @Test
  @Spec("SELECT-05")
  void aTimerDueDuringAPollIsSeen() {
    for (boolean ordered : new boolean[] {false, true}) {
      Timer timer = Timer.make(SECOND);
      Select select = Select.create();
      ReceiveCase<Instant> due = select.onReceive(timer.channel());
      select.onReceive(new Channel<Integer>(new NeverReady(() -> time().advance(SECOND))));
      assertThat((ordered ? select.ordered() : select).poll()).isSameAs(due);
    }
  }

  private static void assertNobodyWaits(Channel<Integer> in, Channel<Integer> out, Timer timer) {
    Channel<?> ticks = ((ReceiveOnly<?>) timer.channel()).channel;
    assertThat(List.<Channel<?>>of(in, out, ticks)).allMatch(SelectBlockingTest::nobodyWaitsOn);
  }

  /** A channel that is never ready, and does something when that is found out under its lock. */
  static class NeverReady extends QueuedCore {

    private final Runnable action;

    NeverReady(Runnable action) {
      this.action = action;
    }

    @Override
    @Nullable Object receiveStep() {
      action.run();
      return null;
    }

    @Override
    int sendStep(Object value) {
      return NOT_NOW;
    }

    @Override
    int shutBoth(int most) {
      return 0;
    }

    @Override
    void markClosed() {}

    @Override
    void relax() {}

    @Override
    boolean isConsistent() {
      return true;
    }

    @Override
    boolean send(Object value, long deadline) {
      return false;
    }

    @Override
    boolean trySend(Object value) {
      return false;
    }

    @Override
    @Nullable Object receive(long deadline) {
      return null;
    }

    @Override
    @Nullable Object tryReceive() {
      return null;
    }

    @Override
    boolean isClosed() {
      return false;
    }

    @Override
    boolean isDrained() {
      return false;
    }

    @Override
    int length() {
      return 0;
    }

    @Override
    int capacity() {
      return 0;
    }
  }
}
