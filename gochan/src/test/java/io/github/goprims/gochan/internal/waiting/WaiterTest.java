package io.github.goprims.gochan.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.TimeSource;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class WaiterTest {

  private static final String RESULT = "result";
  private static final Duration LONG = Duration.ofDays(1);

  private static final class Probe extends Waiter {
    @Override
    public String reason() {
      return "probe";
    }
  }

  /** A waiter and the thread that waits on it. */
  private record Waiting(Waiter waiter, Attempt<Object> attempt) {

    static Waiting start(ThreadKind kind, long deadline) {
      CompletableFuture<Waiter> waiter = new CompletableFuture<>();
      Attempt<Object> attempt =
          kind.attempt(
              "waiter",
              () -> {
                Waiter probe = new Probe();
                waiter.complete(probe);
                return probe.await(deadline);
              });
      return new Waiting(waiter.join(), attempt.awaitBlocked("probe"));
    }
  }

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  @EveryThreadKind
  void aResultEndsTheWait(ThreadKind kind) {
    Waiting waiting = Waiting.start(kind, TimeSource.FOREVER);
    assertThat(waiting.waiter.settle(RESULT)).isTrue();
    waiting.waiter.wake();
    assertThat(waiting.attempt.result()).isSameAs(RESULT);
  }

  @Test
  void anEarlierResultNeedsNoWait() {
    Waiter waiter = new Probe();
    assertThat(waiter.settle(RESULT)).isTrue();
    waiter.wake();
    assertThat(waiter.await(TimeSource.FOREVER)).isSameAs(RESULT);
  }

  @Test
  void onlyTheFirstResultCounts() {
    Waiter waiter = new Probe();
    assertThat(waiter.settle(RESULT)).isTrue();
    assertThat(waiter.settle("late")).isFalse();
    assertThat(waiter.settle(RESULT)).isFalse();
    assertThat(waiter.await(TimeSource.FOREVER)).isSameAs(RESULT);
    assertThat(waiter.await(TimeSource.FOREVER)).as("it stays").isSameAs(RESULT);
  }

  @EveryThreadKind
  void ofManySettlersOneSucceeds(ThreadKind kind) {
    for (int round = 0; round < 20; round++) {
      Waiting waiting = Waiting.start(kind, TimeSource.FOREVER);
      CountDownLatch start = new CountDownLatch(1);
      List<Attempt<Integer>> settlers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int result = i;
        settlers.add(
            kind.attempt(
                "settler",
                () -> {
                  start.await();
                  if (waiting.waiter.settle(result)) {
                    waiting.waiter.wake();
                    return result;
                  }
                  return null;
                }));
      }
      start.countDown();
      Object outcome = waiting.attempt.result();
      assertThat(settlers)
          .extracting(Attempt::result)
          .containsOnlyOnce((Integer) outcome)
          .filteredOn(winner -> winner != null)
          .hasSize(1);
    }
  }

  @EveryThreadKind
  @Spec("INT-02")
  void anInterruptEndsTheWaitClearingTheFlag(ThreadKind kind) {
    Waiting waiting = Waiting.start(kind, TimeSource.FOREVER);
    waiting.attempt.interrupt();
    assertThat(waiting.attempt.result()).isSameAs(Waiter.INTERRUPTED);
    assertThat(waiting.attempt.leftInterrupted()).isFalse();
    assertThat(waiting.waiter.settle(RESULT)).as("too late").isFalse();
  }

  @Test
  @Spec("INT-03")
  void anInterruptAfterTheResultLeavesBoth() {
    Waiter waiter = new Probe();
    waiter.settle(RESULT);
    Thread.currentThread().interrupt();
    assertThat(waiter.await(TimeSource.FOREVER)).isSameAs(RESULT);
    assertThat(Thread.interrupted()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-03", "INT-04"})
  void aResultAndAnInterruptRace(ThreadKind kind) {
    for (int round = 0; round < 100; round++) {
      Waiting waiting = Waiting.start(kind, TimeSource.FOREVER);
      Thread interrupter = kind.start("interrupter", waiting.attempt::interrupt);
      boolean settled = waiting.waiter.settle(RESULT);
      if (settled) {
        waiting.waiter.wake();
      }
      Await.ended(interrupter);
      assertThat(waiting.attempt.result()).isSameAs(settled ? RESULT : Waiter.INTERRUPTED);
      if (!settled) {
        assertThat(waiting.attempt.leftInterrupted()).isFalse();
      }
    }
  }

  @EveryThreadKind
  @Spec("INT-07")
  void theDeadlineEndsTheWait(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      Waiting waiting = Waiting.start(kind, TimeSource.deadlineAfter(LONG));
      time.advance(LONG);
      assertThat(waiting.attempt.result()).isSameAs(Waiter.TIMED_OUT);
      assertThat(waiting.waiter.settle(RESULT)).as("too late").isFalse();
    }
  }

  @Test
  @Spec("INT-07")
  void aPassedDeadlineEndsTheWaitAtOnce() {
    assertThat(new Probe().await(0)).isSameAs(Waiter.TIMED_OUT);
    assertThat(new Probe().await(-1)).isSameAs(Waiter.TIMED_OUT);
  }

  @Test
  @Spec("INT-08")
  void aResultBeatsAPassedDeadline() {
    Waiter waiter = new Probe();
    waiter.settle(RESULT);
    assertThat(waiter.await(0)).isSameAs(RESULT);
  }

  @EveryThreadKind
  @Spec("INT-08")
  void anEarlierResultBeatsADeadline(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      Waiting waiting = Waiting.start(kind, TimeSource.deadlineAfter(LONG));
      assertThat(waiting.waiter.settle(RESULT)).isTrue(); // and not woken yet
      time.advance(LONG);
      assertThat(waiting.attempt.result()).isSameAs(RESULT);
      waiting.waiter.wake();
    }
  }

  @Test
  void anInterruptBeatsADeadline() {
    Thread.currentThread().interrupt();
    assertThat(new Probe().await(0)).isSameAs(Waiter.INTERRUPTED);
    assertThat(Thread.interrupted()).isFalse();
  }

  @EveryThreadKind
  void wakingUpForNoReasonEndsNothing(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      Waiting waiting = Waiting.start(kind, TimeSource.deadlineAfter(LONG));
      time.awaitSleepers(1);
      for (int i = 0; i < 5; i++) {
        time.nudge(waiting.attempt.thread());
      }
      waiting.waiter.settle(RESULT);
      waiting.waiter.wake();
      assertThat(waiting.attempt.result()).isSameAs(RESULT);
    }
  }

  @EveryThreadKind
  void theWaiterIsTheBlockerOfItsThread(ThreadKind kind) {
    Waiting waiting = Waiting.start(kind, TimeSource.FOREVER);
    assertThat(LockSupport.getBlocker(waiting.attempt.thread())).isSameAs(waiting.waiter);
    waiting.waiter.settle(RESULT);
    waiting.waiter.wake();
    waiting.attempt.result();
  }

  private int plain;

  @EveryThreadKind
  void whatPrecedesSettleIsSeenAfterAwait(ThreadKind kind) {
    for (int round = 1; round <= 200; round++) {
      int written = round;
      CompletableFuture<Waiter> published = new CompletableFuture<>();
      Attempt<Integer> seen =
          kind.attempt(
              "waiter",
              () -> {
                Waiter waiter = new Probe();
                published.complete(waiter);
                assertThat(waiter.await(TimeSource.FOREVER)).isSameAs(RESULT);
                return plain;
              });
      Waiter waiter = published.join();
      plain = written;
      waiter.settle(RESULT);
      waiter.wake();
      assertThat(seen.result()).isEqualTo(written);
    }
  }

  @EveryThreadKind
  @Spec("INT-06")
  void anInterruptDoesNotEndAnUninterruptibleWait(ThreadKind kind) {
    CompletableFuture<Waiter> published = new CompletableFuture<>();
    Attempt<Object> attempt =
        kind.attempt(
            "waiter",
            () -> {
              Waiter waiter = new Probe();
              published.complete(waiter);
              return waiter.awaitUninterruptibly();
            });
    attempt.awaitBlocked("probe");
    for (int i = 0; i < 3; i++) {
      attempt.interrupt();
      Await.until("interrupt noticed", () -> !attempt.thread().isInterrupted());
      attempt.awaitBlocked("probe");
    }
    Waiter waiter = published.join();
    assertThat(waiter.settle(RESULT)).isTrue();
    waiter.wake();
    assertThat(attempt.result()).isSameAs(RESULT);
    assertThat(attempt.leftInterrupted()).isTrue();
  }

  @Test
  @Spec("INT-06")
  void aSettledUninterruptibleWaitKeepsTheFlag() {
    Waiter waiter = new Probe();
    waiter.settle(RESULT);
    assertThat(waiter.awaitUninterruptibly()).isSameAs(RESULT);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    Thread.currentThread().interrupt();
    assertThat(waiter.awaitUninterruptibly()).isSameAs(RESULT);
    assertThat(Thread.interrupted()).isTrue();
  }

  @EveryThreadKind
  void aRearmedWaiterWaitsOnceMore(ThreadKind kind) {
    CompletableFuture<Waiter> published = new CompletableFuture<>();
    Attempt<Object> attempt =
        kind.attempt(
            "waiter",
            () -> {
              Waiter waiter = new Probe();
              waiter.settle(RESULT);
              waiter.rearm();
              assertThat(waiter.isSettled()).isFalse();
              published.complete(waiter);
              return waiter.await(TimeSource.FOREVER);
            });
    Waiter waiter = published.join();
    attempt.awaitBlocked("probe");
    waiter.wake(); // what the first settling owed, late
    assertThat(waiter.settle("once more")).isTrue();
    waiter.wake();
    assertThat(attempt.result()).isEqualTo("once more");
  }

  @Test
  void lookingSeesAResultThatIsThere() {
    Waiter waiter = new Probe();
    WaitPolicy policy = new WaitPolicy(true);
    assertThat(waiter.look(policy, 0)).isFalse();
    assertThat(waiter.look(policy, 3)).isFalse();
    waiter.settle(RESULT);
    assertThat(waiter.look(policy, 3)).isTrue();
  }

  @Test
  void thePolicyLearnsFromEachLook() {
    Waiter waiter = new Probe();
    WaitPolicy policy = new WaitPolicy(true);
    policy.hit();
    int before = policy.looks();
    waiter.look(policy, 3);
    int afterOneInVain = policy.looks();
    assertThat(afterOneInVain).isLessThan(before);
    waiter.settle(RESULT);
    waiter.look(policy, 3);
    assertThat(policy.looks()).isGreaterThan(afterOneInVain);
  }
}
