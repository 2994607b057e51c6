package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ends of a wait other than zero: interrupts, timeouts, contexts. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class WaitGroupWaitsTest {

  private static final Duration LONG = Duration.ofDays(1);
  private static final String WAIT = WaitGroupTest.WAIT;

  private final WaitGroup group = new WaitGroup().named("uploads");

  @Test
  @Spec("INT-01")
  void theFlagIsLookedAtFirst() {
    try (CancelableContext context = Context.background().withCancel()) {
      context.cancel();
      assertInterrupted(() -> group.await());
      assertInterrupted(() -> group.await(Duration.ZERO));
      assertInterrupted(() -> group.await(context));
    }
  }

  private static void assertInterrupted(ThrowingCallable use) {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(use);
    assertThat(Thread.interrupted()).isFalse();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-05"})
  void anInterruptedWaiterLeavesNothing(ThreadKind kind) {
    group.add(1);
    Attempt<Void> other = kind.attempt("other", () -> group.await()).awaitBlocked(WAIT);
    Attempt<Void> waiter = kind.attempt("waiter", () -> group.await()).awaitBlocked(WAIT);
    waiter.interrupt();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    assertThat(waiter.leftInterrupted()).isFalse();
    assertThat(group).hasToString("uploads(count=1, waiting=1)");
    group.done();
    other.result();
    assertThat(group).hasToString("uploads(count=0, waiting=0)");
    group.add(1);
  }

  @EveryThreadKind
  @Spec("INT-07")
  void theTimeoutEndsTheWait(ThreadKind kind) {
    group.add(1);
    Attempt<Boolean> waiter =
        kind.attempt("waiter", () -> group.await(Duration.ofNanos(5))).awaitBlocked(WAIT);
    ManualTime.installed().advance(Duration.ofNanos(4));
    assertThat(Await.isBlocked(waiter.thread(), WAIT)).isTrue();
    ManualTime.installed().advance(Duration.ofNanos(1));
    assertThat(waiter.result()).isFalse();
    assertThat(group).hasToString("uploads(count=1, waiting=0)");
  }

  @EveryThreadKind
  @Spec("INT-07")
  void zeroInTimeIsTrue(ThreadKind kind) throws Exception {
    assertThat(group.await(Duration.ZERO)).isTrue();
    group.add(1);
    assertThat(group.await(Duration.ZERO)).isFalse();
    assertThat(group.await(Duration.ofDays(-1))).isFalse();
    Attempt<Boolean> waiter =
        kind.attempt("waiter", () -> group.await(Duration.ofSeconds(Long.MAX_VALUE)));
    waiter.awaitBlocked(WAIT);
    ManualTime.installed().advance(LONG);
    assertThat(waiter.hasEnded()).isFalse();
    group.done();
    assertThat(waiter.result()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-03", "INT-08"})
  void aReleasedWaitReturnsWithTheFlag(ThreadKind kind) {
    group.add(1);
    Attempt<Boolean> waiter = kind.attempt("waiter", () -> group.await(LONG)).awaitBlocked(WAIT);
    WaitGroupWait blocker = (WaitGroupWait) LockSupport.getBlocker(waiter.thread());
    assertThat(blocker.settle(WaitGroup.ZERO)).isTrue();
    waiter.interrupt(); // before it is woken
    assertThat(waiter.result()).isTrue();
    assertThat(waiter.leftInterrupted()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04"})
  void zeroAndAnInterruptRace(ThreadKind kind) {
    for (int round = 0; round < 100; round++) {
      group.add(1);
      Attempt<Boolean> waiter = kind.attempt("waiter", () -> group.await(LONG));
      Attempt<Void> other = kind.attempt("other", () -> group.await());
      waiter.awaitBlocked(WAIT);
      other.awaitBlocked(WAIT);
      Thread interrupter = kind.start("interrupter", waiter::interrupt);
      group.done();
      Await.ended(interrupter);
      if (waiter.failed()) {
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        assertThat(waiter.leftInterrupted()).isFalse();
      } else {
        assertThat(waiter.result()).isTrue();
      }
      other.result();
      assertThat(group).hasToString("uploads(count=0, waiting=0)");
    }
  }

  @EveryThreadKind
  @Spec("INT-02")
  void theEndOfAContextEndsTheWait(ThreadKind kind) {
    group.add(1);
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Void> waiter = kind.attempt("waiter", () -> group.await(context)).awaitBlocked(WAIT);
      context.cancel();
      assertThat(waiter.failure()).isInstanceOf(CanceledException.class);
      assertThat(waiter.leftInterrupted()).isFalse();
      assertThat(group).hasToString("uploads(count=1, waiting=0)");
    }
  }

  @EveryThreadKind
  void zeroEndsTheWaitWithAContext(ThreadKind kind) {
    group.add(1);
    try (CancelableContext context = Context.background().withTimeout(LONG)) {
      Attempt<Void> waiter = kind.attempt("waiter", () -> group.await(context)).awaitBlocked(WAIT);
      group.done();
      waiter.result();
    }
  }

  @EveryThreadKind
  void anInterruptEndsTheWaitWithAContext(ThreadKind kind) {
    group.add(1);
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Void> waiter = kind.attempt("waiter", () -> group.await(context)).awaitBlocked(WAIT);
      waiter.interrupt();
      assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void anEndedContextIsRefusedAtCounterZero() throws Exception {
    try (CancelableContext context = Context.background().withCancel()) {
      group.await(context);
      context.cancel();
      assertThatExceptionOfType(CanceledException.class).isThrownBy(() -> group.await(context));
    }
  }

  @EveryThreadKind
  @Spec("INT-05")
  void manyTimedOutWaitsLeaveNothing(ThreadKind kind) {
    group.add(1);
    for (int i = 0; i < 20; i++) {
      Attempt<Boolean> waiter = kind.attempt("waiter", () -> group.await(LONG)).awaitBlocked(WAIT);
      ManualTime.installed().advance(LONG);
      assertThat(waiter.result()).isFalse();
    }
    assertThat(group).hasToString("uploads(count=1, waiting=0)");
  }
}
