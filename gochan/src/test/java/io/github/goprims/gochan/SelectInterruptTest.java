package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Selects that end without a case: by an interrupt, or because their time is over. */
@ExtendWith(LeakCheck.class)
class SelectInterruptTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final List<Duration> NO_TIME =
      List.of(Duration.ZERO, NANO.negated(), Duration.ofSeconds(Long.MIN_VALUE));

  private interface Form {
    SelectCase await(Select select) throws InterruptedException;
  }

  private static final List<Form> INTERRUPTIBLE =
      List.of(
          Select::await,
          select -> select.await(Duration.ZERO),
          select -> select.await(NANO.negated()),
          select -> select.await(Duration.ofDays(1)));

  @EveryThreadKind
  @Spec({"INT-01", "INT-02"})
  void flagAtEntryComesBeforeReadyCases(ThreadKind kind) throws Exception {
    for (Form form : INTERRUPTIBLE) {
      Channel<Integer> in = Given.full(1);
      Channel<Integer> out = Channel.make(1);
      Attempt<SelectCase> attempt =
          kind.attempt(
              "select",
              () -> {
                Select select = Select.create();
                select.onReceive(in);
                select.onSend(out).value(1);
                Thread.currentThread().interrupt();
                return form.await(select);
              });
      assertThat(attempt.failure()).isExactlyInstanceOf(InterruptedException.class);
      assertThat(attempt.leftInterrupted()).isFalse();
      assertThat(List.of(in.length(), out.length())).isEqualTo(List.of(1, 0));
    }
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "SELECT-18"})
  void interruptWhileBlockedLeavesNothing(ThreadKind kind) throws Exception {
    for (Form form : List.<Form>of(Select::await, select -> select.await(Duration.ofDays(1)))) {
      Channel<Integer> in = Channel.make();
      Channel<Integer> full = Given.full(1);
      Attempt<SelectCase> attempt =
          kind.attempt(
              "select",
              () -> {
                Select select = Select.create();
                select.onReceive(in);
                select.onSend(full).value(-1);
                return form.await(select);
              });
      attempt.awaitBlocked("select");
      Attempt<Integer> behind = Given.receivers(kind, in, 1).getFirst();
      attempt.interrupt();
      assertThat(attempt.failure()).isExactlyInstanceOf(InterruptedException.class);
      assertThat(attempt.leftInterrupted()).isFalse();
      assertThat(in.trySend(4)).isTrue();
      assertThat(behind.result()).isEqualTo(4);
      assertThat(full.receive()).isEqualTo(0);
      assertThat(full.tryReceive()).isNull();
      assertThat(List.of(in, full)).allMatch(SelectBlockingTest::nobodyWaitsOn);
    }
  }

  /**
   * The select has been served, but cannot return while the test holds the lock of its other
   * channel: the interrupt comes too late for certain.
   */
  @EveryThreadKind
  @Spec("INT-03")
  void anInterruptAfterBeingServedStays(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> silent = Channel.make();
    Attempt<Integer> attempt =
        kind.attempt(
            "select",
            () -> {
              Select select = Select.create();
              select.onReceive(silent);
              ReceiveCase<Integer> receive = select.onReceive(in);
              assertThat(select.await()).isSameAs(receive);
              return receive.value();
            });
    attempt.awaitBlocked("select");
    QueuedCore core = SelectBlockingTest.core(silent);
    core.lock();
    try {
      in.send(1);
      Await.spinning(attempt.thread()); // it wants to leave the other queue
      attempt.interrupt();
    } finally {
      core.unlock();
    }
    assertThat(attempt.result()).isEqualTo(1);
    assertThat(attempt.leftInterrupted()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-03", "INT-04"})
  void bothSidesAgreeWhetherAnInterruptWon(ThreadKind kind) {
    for (int round = 0; round < 100; round++) {
      Channel<Integer> in = Channel.make();
      Channel<Integer> silent = Channel.make();
      Attempt<SelectCase> attempt =
          kind.attempt(
              "select",
              () -> {
                Select select = Select.create();
                select.onReceive(silent);
                select.onReceive(in);
                return select.await();
              });
      attempt.awaitBlocked("select");
      Thread interrupter = kind.start("interrupter", attempt::interrupt);
      boolean sent = in.trySend(7);
      Await.ended(interrupter);
      assertThat(attempt.failed()).isEqualTo(!sent);
      assertThat(List.of(in, silent)).allMatch(SelectBlockingTest::nobodyWaitsOn);
    }
  }

  @Test
  @Spec("INT-07")
  void withoutTimeOneTryIsMade() throws Exception {
    for (Duration timeout : NO_TIME) {
      Channel<Integer> channel = Channel.make(1);
      Select select = Select.create();
      ReceiveCase<Integer> receive = select.onReceive(channel);
      select.onReceive(Channel.<Integer>make());
      assertThat(select.await(timeout)).isNull();
      channel.send(1);
      assertThat(select.await(timeout)).isSameAs(receive);
      assertThat(receive.value()).isEqualTo(1);
      assertThat(Select.create().await(timeout)).isNull();
    }
  }

  @EveryThreadKind
  @Spec({"INT-07", "INT-02", "INT-05", "SELECT-18"})
  void timesOutAndNotEarly(ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> in = Channel.make();
      Channel<Integer> full = Given.full(1);
      Attempt<SelectCase> attempt =
          kind.attempt(
              "select",
              () -> {
                Select select = Select.create();
                ReceiveCase<Integer> receive = select.onReceive(in);
                select.onSend(full).value(-1);
                SelectCase winner = select.await(TIMEOUT);
                assertThat(receive.isOpen()).isFalse();
                return winner;
              });
      time.awaitSleepers(1);
      time.advance(TIMEOUT.minus(NANO));
      long parks = time.parks();
      LockSupport.unpark(attempt.thread());
      Await.until("it waits again", () -> time.parks() > parks);
      attempt.awaitBlocked("select");
      time.advance(NANO);
      assertThat(attempt.result()).isNull();
      assertThat(in.trySend(1)).as("nobody is left waiting").isFalse();
      assertThat(List.of(in, full)).allMatch(SelectBlockingTest::nobodyWaitsOn);
    }
  }

  @EveryThreadKind
  @Spec("INT-08")
  void aCaseBeforeTheTimeoutCounts(ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Channel<Integer> in = Channel.make();
      Attempt<Integer> attempt = timedReceive(kind, in);
      time.awaitSleepers(1);
      // Served first; the select may well find its time over when it wakes.
      in.send(7);
      time.advance(TIMEOUT);
      assertThat(attempt.result()).isEqualTo(7);
    }
  }

  private static Attempt<Integer> timedReceive(ThreadKind kind, Channel<Integer> in) {
    return kind.attempt(
        "select",
        () -> {
          Select select = Select.create();
          select.onReceive(Channel.<Integer>make());
          ReceiveCase<Integer> receive = select.onReceive(in);
          return select.await(TIMEOUT) == null ? null : receive.value();
        });
  }

  @EveryThreadKind
  @Spec({"INT-08", "INT-02", "INT-04"})
  void bothSidesAgreeWhetherTheTimeoutWon(ThreadKind kind) {
    for (int round = 0; round < 100; round++) {
      try (ManualTime time = ManualTime.install()) {
        Channel<Integer> in = Channel.make();
        Attempt<Integer> attempt = timedReceive(kind, in);
        time.awaitSleepers(1);
        Thread clock = kind.start("clock", () -> time.advance(TIMEOUT));
        boolean sent = in.trySend(7);
        Await.ended(clock);
        assertThat(attempt.result()).isEqualTo(sent ? 7 : null);
      }
    }
  }

  @EveryThreadKind
  @Spec("INT-07")
  void moreThan292YearsMeansNoLimit(ThreadKind kind) throws Exception {
    try (ManualTime time = ManualTime.install()) {
      time.advance(Duration.ofDays(1)); // now plus the timeout is what overflows
      Channel<Integer> in = Channel.make();
      for (Duration timeout :
          List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
        Attempt<Integer> attempt =
            kind.attempt(
                "select",
                () -> {
                  Select select = Select.create();
                  ReceiveCase<Integer> receive = select.onReceive(in);
                  Objects.requireNonNull(select.await(timeout));
                  return receive.value();
                });
        attempt.awaitBlocked("select");
        assertThat(time.sleepers()).as("waits without a clock").isZero();
        in.send(1);
        assertThat(attempt.result()).isEqualTo(1);
      }
    }
  }

  @EveryThreadKind
  @Spec({"INT-05", "SELECT-18"})
  void manyTimeoutsLeaveNothing(ThreadKind kind) throws Exception {
    Channel<Integer> a = Channel.make();
    Channel<Integer> b = Channel.make(1);
    List<Attempt<Void>> attempts = new ArrayList<>();
    for (int id = 0; id < 2; id++) {
      attempts.add(
          kind.attempt(
              "select",
              () -> {
                Select select = Select.create();
                select.onReceive(a);
                select.onReceive(b);
                for (int i = 0; i < 5_000; i++) {
                  assertThat(select.await(NANO) == null).isTrue();
                }
              }));
    }
    attempts.forEach(Attempt::result);
    assertThat(List.of(a, b)).allMatch(SelectBlockingTest::nobodyWaitsOn);
  }
}
