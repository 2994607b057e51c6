package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.Task;
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
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ends of a wait other than a signal: interrupts, timeouts, contexts. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class CondWaitsTest {

  private static final Duration LONG = Duration.ofDays(1);
  private static final String WAIT = CondTest.WAIT;

  private final TestLocker lock = new TestLocker();
  private final Cond cond = Cond.on(lock);

  /** Does it with the lock held, which has to be held afterwards, too. */
  private <T> Callable<T> locked(Callable<T> wait) {
    return () -> {
      lock.lock();
      try {
        return wait.call();
      } finally {
        assertThat(lock.isHeldHere()).isTrue();
        lock.unlock();
      }
    };
  }

  private Callable<Void> locked(Task wait) {
    return locked(
        () -> {
          wait.run();
          return null;
        });
  }

  /** A signal now goes to {@code next}, not to anything that is left behind. */
  private void assertNothingIsLeft(ThreadKind kind) {
    Attempt<Void> next = kind.attempt("next", locked(() -> cond.await())).awaitBlocked(WAIT);
    cond.signal();
    next.result();
  }

  @Test
  @Spec("INT-01")
  void theFlagIsLookedAtFirst() {
    lock.lock();
    assertInterrupted(() -> cond.await());
    assertInterrupted(() -> cond.await(Duration.ZERO));
    assertInterrupted(() -> cond.await(Context.background()));
    assertInterrupted(() -> cond.awaitUntil(() -> true));
    assertInterrupted(() -> cond.awaitUntil(() -> true, Duration.ZERO));
    assertInterrupted(() -> cond.awaitUntil(() -> true, Context.background()));
    assertThat(lock.locks()).as("it was never given back").isEqualTo(1);
    lock.unlock();
  }

  private static void assertInterrupted(ThrowingCallable use) {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(use);
    assertThat(Thread.interrupted()).isFalse();
  }

  @EveryThreadKind
  @Spec({"COND-01", "INT-02", "INT-05"})
  void anInterruptedWaiterReturnsHoldingTheLock(ThreadKind kind) {
    Attempt<Void> waiter = kind.attempt("waiter", locked(() -> cond.await())).awaitBlocked(WAIT);
    lock.lock();
    waiter.interrupt();
    Await.until("the waiter wants the lock", lock::isWaitedFor);
    assertThat(waiter.hasEnded()).isFalse();
    lock.unlock();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    assertThat(waiter.leftInterrupted()).isFalse();
    assertNothingIsLeft(kind);
  }

  @EveryThreadKind
  @Spec("INT-06")
  void anInterruptDuringTheRelockStays(ThreadKind kind) {
    Attempt<Void> waiter = kind.attempt("waiter", locked(() -> cond.await())).awaitBlocked(WAIT);
    lock.lock();
    cond.signal();
    Await.until("the waiter wants the lock", lock::isWaitedFor);
    waiter.interrupt();
    lock.unlock();
    waiter.result();
    assertThat(waiter.leftInterrupted()).isTrue();
  }

  @EveryThreadKind
  @Spec("INT-07")
  void theTimeoutEndsTheWait(ThreadKind kind) {
    Attempt<Boolean> waiter =
        kind.attempt("waiter", locked(() -> cond.await(Duration.ofNanos(5)))).awaitBlocked(WAIT);
    ManualTime.installed().advance(Duration.ofNanos(4));
    assertThat(Await.isBlocked(waiter.thread(), WAIT)).isTrue();
    ManualTime.installed().advance(Duration.ofNanos(1));
    assertThat(waiter.result()).isFalse();
    assertNothingIsLeft(kind);
  }

  @EveryThreadKind
  @Spec("INT-07")
  void aSignalInTimeIsTrue(ThreadKind kind) throws Exception {
    assertThat(locked(() -> cond.await(Duration.ZERO)).call()).isFalse();
    assertThat(locked(() -> cond.await(Duration.ofSeconds(-1))).call()).isFalse();
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    Attempt<Boolean> waiter =
        kind.attempt("waiter", locked(() -> cond.await(endless))).awaitBlocked(WAIT);
    ManualTime.installed().advance(LONG);
    cond.signal();
    assertThat(waiter.result()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-03", "INT-04"})
  void aSignaledWaitKeepsALaterInterrupt(ThreadKind kind) {
    Attempt<Boolean> waiter =
        kind.attempt("waiter", locked(() -> cond.await(LONG))).awaitBlocked(WAIT);
    CondWait blocker = (CondWait) LockSupport.getBlocker(waiter.thread());
    assertThat(blocker.settle(Cond.SIGNALED)).isTrue();
    waiter.interrupt(); // before it is woken
    assertThat(waiter.result()).isTrue();
    assertThat(waiter.leftInterrupted()).isTrue();
  }

  /** One signal for two waiters, one of which is interrupted or times out meanwhile. */
  @EveryThreadKind
  @Spec({"INT-03", "INT-04", "INT-08"})
  void aSignalIsNeverLost(ThreadKind kind) {
    for (int round = 0; round < 200; round++) {
      Attempt<Boolean> leaver =
          kind.attempt("leaver", locked(() -> cond.await(LONG))).awaitBlocked(WAIT);
      Attempt<Boolean> stayer =
          kind.attempt("stayer", locked(() -> cond.await(Duration.ofDays(1_000))))
              .awaitBlocked(WAIT);
      boolean byTime = round % 2 == 0;
      ManualTime time = ManualTime.installed();
      Thread disturber =
          kind.start(
              "disturber",
              () -> {
                if (byTime) {
                  time.advance(LONG);
                } else {
                  leaver.interrupt();
                }
              });
      cond.signal();
      Await.ended(disturber);
      boolean signaled = !leaver.failed() && Boolean.TRUE.equals(leaver.result());
      if (signaled) {
        stayer.awaitBlocked(WAIT);
        cond.signal();
      }
      assertThat(stayer.result()).isTrue();
    }
  }

  @EveryThreadKind
  @Spec("INT-02")
  void theEndOfAContextEndsTheWait(ThreadKind kind) {
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Void> waiter =
          kind.attempt("waiter", locked(() -> cond.await(context))).awaitBlocked(WAIT);
      lock.lock();
      context.cancel();
      Await.until("the waiter wants the lock", lock::isWaitedFor);
      assertThat(waiter.hasEnded()).isFalse();
      lock.unlock();
      assertThat(waiter.failure()).isInstanceOf(CanceledException.class);
      assertThat(waiter.leftInterrupted()).isFalse();
      assertNothingIsLeft(kind);
    }
  }

  @EveryThreadKind
  @Spec({"INT-03", "INT-04"})
  void aSignalBeforeTheContextsEndCounts(ThreadKind kind) {
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Void> waiter =
          kind.attempt("waiter", locked(() -> cond.await(context))).awaitBlocked(WAIT);
      lock.lock();
      cond.signal();
      Await.until("the waiter wants the lock", lock::isWaitedFor);
      context.cancel();
      lock.unlock();
      waiter.result();
      assertThat(waiter.leftInterrupted()).isFalse();
    }
  }

  @Test
  void aContextThatHasEndedIsRefused() {
    try (CancelableContext context = Context.background().withCancel()) {
      context.cancel();
      lock.lock();
      assertThatExceptionOfType(CanceledException.class).isThrownBy(() -> cond.await(context));
      assertThatExceptionOfType(CanceledException.class)
          .isThrownBy(() -> cond.awaitUntil(() -> true, context));
      assertThat(lock.locks()).as("it was never given back").isEqualTo(1);
      lock.unlock();
    }
  }

  @EveryThreadKind
  void awaitUntilTakesItsTimeInAll(ThreadKind kind) throws Exception {
    assertThat(locked(() -> cond.awaitUntil(() -> true, Duration.ZERO)).call()).isTrue();
    assertThat(locked(() -> cond.awaitUntil(() -> false, Duration.ZERO)).call()).isFalse();
    Attempt<Boolean> waiter =
        kind.attempt("waiter", locked(() -> cond.awaitUntil(() -> false, Duration.ofNanos(10))));
    for (int i = 0; i < 2; i++) {
      waiter.awaitBlocked(WAIT);
      ManualTime.installed().advance(Duration.ofNanos(4));
      Object blocker = LockSupport.getBlocker(waiter.thread());
      cond.signal();
      Await.until(
          "it waits again",
          () ->
              LockSupport.getBlocker(waiter.thread()) != blocker
                  && Await.isBlocked(waiter.thread(), WAIT));
    }
    ManualTime.installed().advance(Duration.ofNanos(2));
    assertThat(waiter.result()).isFalse();
  }

  @EveryThreadKind
  @Spec("INT-08")
  void aConditionTrueAtTheTimeoutCounts(ThreadKind kind) {
    AtomicBoolean condition = new AtomicBoolean();
    Attempt<Boolean> waiter =
        kind.attempt("waiter", locked(() -> cond.awaitUntil(condition::get, LONG)))
            .awaitBlocked(WAIT);
    condition.set(true); // without a signal
    ManualTime.installed().advance(LONG);
    assertThat(waiter.result()).isTrue();
  }

  @EveryThreadKind
  void awaitUntilEndsWithItsContext(ThreadKind kind) {
    AtomicBoolean condition = new AtomicBoolean();
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Void> first =
          kind.attempt("first", locked(() -> cond.awaitUntil(condition::get, context)))
              .awaitBlocked(WAIT);
      condition.set(true);
      cond.signal();
      first.result();
      condition.set(false);
      Attempt<Void> second =
          kind.attempt("second", locked(() -> cond.awaitUntil(condition::get, context)))
              .awaitBlocked(WAIT);
      context.cancel();
      assertThat(second.failure()).isInstanceOf(CanceledException.class);
    }
  }
}
