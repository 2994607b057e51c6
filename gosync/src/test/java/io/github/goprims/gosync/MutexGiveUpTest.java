package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits for a mutex that an interrupt, a timeout or a context ends. */
@ExtendWith({OnManualTime.class, LeakCheck.class})
class MutexGiveUpTest {

  private static final String REASON = MutexTest.REASON;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Mutex mutex = new Mutex().named("accounts");
  private final CancelableContext context = Context.background().withCancel();

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  private List<Task> interruptibleForms() {
    return List.of(
        mutex::lockInterruptibly,
        () -> assertThat(mutex.tryLock(FOREVER)).isTrue(),
        () -> mutex.lock(context));
  }

  @Test
  @Spec("INT-01")
  void theFlagAtEntryEndsEveryInterruptibleForm() throws Exception {
    Task withoutTime = () -> mutex.tryLock(Duration.ZERO);
    context.cancel();
    for (Task form :
        List.of(
            withoutTime,
            interruptibleForms().get(0),
            interruptibleForms().get(1),
            interruptibleForms().get(2))) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(form::run);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(mutex).hasToString("accounts(unlocked)");
    }
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04"})
  void anInterruptedWaiterLeavesTheLineWithoutLock(ThreadKind kind) {
    for (Task form : interruptibleForms()) {
      mutex.lock();
      Attempt<Void> leaver = kind.attempt("leaver", form).awaitBlocked(REASON);
      Attempt<Void> behind = kind.attempt("behind", () -> mutex.lock()).awaitBlocked(REASON);
      leaver.interrupt();
      assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
      assertThat(leaver.leftInterrupted()).isFalse();
      assertThat(mutex).hasToString("accounts(locked, waiters=1)");
      mutex.unlock();
      behind.result();
      mutex.unlock();
    }
  }

  @EveryThreadKind
  @Spec("INT-03")
  void anInterruptAfterTheHandOverStays(ThreadKind kind) {
    for (Task form : interruptibleForms()) {
      mutex.lock();
      Attempt<Void> waiter =
          kind.attempt(
              "waiter",
              () -> {
                form.run();
                Thread.currentThread().interrupt();
                mutex.unlock();
              });
      waiter.awaitBlocked(REASON);
      mutex.unlock();
      waiter.result();
      assertThat(waiter.leftInterrupted()).isTrue();
    }
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-07"})
  void tryLockTimesOutAndNotEarly(ThreadKind kind) {
    ManualTime time = ManualTime.installed();
    mutex.lock();
    Attempt<Boolean> attempt = kind.attempt("timed", () -> mutex.tryLock(SECOND));
    time.awaitSleepers(1);
    time.advance(SECOND.minusNanos(1));
    time.nudge(attempt.thread());
    time.advance(Duration.ofNanos(1));
    assertThat(attempt.result()).isFalse();
    assertThat(mutex).hasToString("accounts(locked)");
  }

  @EveryThreadKind
  @Spec("INT-08")
  void tryLockTakesWhatComesInTime(ThreadKind kind) {
    mutex.lock();
    Attempt<Boolean> attempt = kind.attempt("timed", () -> mutex.tryLock(SECOND));
    attempt.awaitBlocked(REASON);
    mutex.unlock();
    assertThat(attempt.result()).isTrue();
    assertThat(mutex.tryLock()).isFalse();
  }

  @Test
  @Spec("INT-07")
  void withoutTimeOneTryIsMade() throws Exception {
    assertThat(mutex.tryLock(Duration.ZERO)).isTrue();
    assertThat(mutex.tryLock(Duration.ZERO)).isFalse();
    assertThat(mutex.tryLock(Duration.ofSeconds(-1))).isFalse();
  }

  @EveryThreadKind
  @Spec("INT-02")
  void theEndOfTheContextEndsTheWait(ThreadKind kind) {
    mutex.lock();
    Exception cause = new Exception("why");
    Attempt<Void> waiter = kind.attempt("waiter", () -> mutex.lock(context)).awaitBlocked(REASON);
    context.cancel(cause);
    assertThat(waiter.failure()).isInstanceOf(CanceledException.class).hasCause(cause);
    assertThat(waiter.leftInterrupted()).isFalse();
    assertThat(mutex).hasToString("accounts(locked)");
  }

  @Test
  void theDeadlineOfTheContextEndsTheWait() {
    mutex.lock();
    CancelableContext timed = Context.background().withTimeout(SECOND);
    Attempt<Void> waiter = ThreadKind.VIRTUAL.attempt("waiter", () -> mutex.lock(timed));
    waiter.awaitBlocked(REASON);
    ManualTime.installed().advance(SECOND);
    assertThat(waiter.failure()).isInstanceOf(DeadlineExceededException.class);
    assertThat(mutex).hasToString("accounts(locked)");
  }

  @Test
  void anEndedContextGetsNoFreeLock() {
    context.cancel();
    assertThatExceptionOfType(CanceledException.class).isThrownBy(() -> mutex.lock(context));
    assertThat(mutex).hasToString("accounts(unlocked)");
  }

  @EveryThreadKind
  void aContextThatLivesOnDoesNothing(ThreadKind kind) throws Exception {
    mutex.lock(context);
    Attempt<Void> waiter = kind.attempt("waiter", () -> mutex.lock(context)).awaitBlocked(REASON);
    mutex.unlock();
    waiter.result();
    context.cancel();
    assertThat(mutex).hasToString("accounts(locked)");
  }

  @EveryThreadKind
  @Spec("INT-05")
  void manyWhoGiveUpLeaveNothing(ThreadKind kind) {
    mutex.lock();
    Attempt<Void> stays = kind.attempt("stays", () -> mutex.lock()).awaitBlocked(REASON);
    Attempt<Integer> leaver =
        kind.attempt(
            "leaver",
            () -> {
              int interrupts = 0;
              for (int i = 0; i < 20_000; i++) {
                MutexLockWait waiter = new MutexLockWait(mutex);
                assertThat(mutex.takeOrQueue(waiter)).isFalse();
                Thread.currentThread().interrupt();
                interrupts += mutex.await(waiter, 0, true) == MutexLockWait.INTERRUPTED ? 1 : 0;
              }
              return interrupts;
            });
    assertThat(leaver.result()).isEqualTo(20_000);
    assertThat(mutex).hasToString("accounts(locked, waiters=1)");
    mutex.unlock();
    stays.result();
  }
}
