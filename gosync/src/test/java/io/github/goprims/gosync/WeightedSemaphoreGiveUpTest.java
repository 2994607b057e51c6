package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.waiting.Waiter;
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
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gocontext.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits for weight that an interrupt, a timeout or a context ends. */
@ExtendWith({OnManualTime.class, LeakCheck.class})
class WeightedSemaphoreGiveUpTest {

  private static final String WAIT = WeightedSemaphoreTest.WAIT;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final WeightedSemaphore semaphore = WeightedSemaphore.of(10).named("memory");
  private final CancelableContext context = Context.background().withCancel();

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  private Attempt<Void> acquirer(ThreadKind kind, long weight) {
    return kind.attempt("acquires " + weight, () -> semaphore.acquire(weight)).awaitBlocked(WAIT);
  }

  private List<Task> forms(long weight) {
    return List.of(
        () -> semaphore.acquire(weight),
        () -> assertThat(semaphore.tryAcquire(weight, FOREVER)).isTrue(),
        () -> semaphore.acquire(context, weight));
  }

  @Test
  @Spec("INT-01")
  void theFlagAtEntryEndsEveryFormThatWaits() {
    context.cancel();
    for (Task form :
        List.of(
            forms(1).get(0),
            forms(1).get(1),
            forms(1).get(2),
            (Task) () -> semaphore.tryAcquire(1, Duration.ZERO))) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(form::run);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(semaphore).hasToString("memory(free=10, size=10)");
    }
  }

  @EveryThreadKind
  @Spec({"SEM-07", "INT-02", "INT-04", "INT-05"})
  void whoIsInterruptedAtTheFrontLetsOthersThrough(ThreadKind kind) throws Exception {
    for (Task form : forms(10)) {
      semaphore.acquire(5);
      Attempt<Void> leaver = kind.attempt("leaver", form).awaitBlocked(WAIT);
      Attempt<Void> first = acquirer(kind, 2);
      Attempt<Void> second = acquirer(kind, 3);
      Attempt<Void> third = acquirer(kind, 1);
      leaver.interrupt();
      assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
      assertThat(leaver.leftInterrupted()).isFalse();
      first.result();
      second.result();
      assertThat(third.hasEnded()).isFalse();
      assertThat(semaphore).hasToString("memory(free=0, size=10, waiting=1)");
      semaphore.release(1);
      third.result();
      semaphore.release(10);
    }
  }

  @EveryThreadKind
  @Spec({"SEM-07", "INT-02", "INT-07"})
  void whoseTimeIsOverAtTheFrontLetsOthersThrough(ThreadKind kind) throws Exception {
    ManualTime time = ManualTime.installed();
    semaphore.acquire(5);
    Attempt<Boolean> timed = kind.attempt("timed", () -> semaphore.tryAcquire(6, SECOND));
    timed.awaitBlocked(WAIT);
    Attempt<Void> behind = acquirer(kind, 5);
    time.advance(SECOND.minusNanos(1));
    time.nudge(timed.thread());
    assertThat(behind.hasEnded()).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(timed.result()).isFalse();
    behind.result();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @EveryThreadKind
  @Spec({"SEM-04", "SEM-07", "INT-02"})
  void whoseContextEndsAtTheFrontLetsOthersThrough(ThreadKind kind) throws Exception {
    semaphore.acquire(5);
    Exception cause = new Exception("why");
    Attempt<Void> waiter = kind.attempt("waiter", () -> semaphore.acquire(context, 6));
    waiter.awaitBlocked(WAIT);
    Attempt<Void> behind = acquirer(kind, 5);
    context.cancel(cause);
    assertThat(waiter.failure()).isInstanceOf(CanceledException.class).hasCause(cause);
    assertThat(waiter.leftInterrupted()).isFalse();
    behind.result();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @EveryThreadKind
  @Spec({"SEM-03", "INT-05"})
  void whoLeavesFromTheMiddleChangesNothingForOthers(ThreadKind kind) throws Exception {
    semaphore.acquire(5);
    Attempt<Void> first = acquirer(kind, 10);
    Attempt<Void> leaver = acquirer(kind, 10);
    Attempt<Void> last = acquirer(kind, 1);
    leaver.interrupt();
    assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
    assertThat(semaphore).hasToString("memory(free=5, size=10, waiting=2)");
    assertThat(last.hasEnded()).isFalse();
    semaphore.release(5);
    first.result();
    semaphore.release(10);
    last.result();
  }

  @EveryThreadKind
  @Spec("SEM-07")
  void theLastToLeaveLeavesAFreeSemaphore(ThreadKind kind) throws Exception {
    semaphore.acquire(5);
    Attempt<Void> leaver = acquirer(kind, 6);
    leaver.interrupt();
    assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
    assertThat(semaphore.tryAcquire(5)).isTrue();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @Test
  @Spec({"SEM-05", "SEM-14"})
  void aContextThatHasEndedIsRefusedEvenIfTheWeightIsFree() {
    context.cancel();
    for (long weight : new long[] {0, 1, 10, 11}) {
      assertThatExceptionOfType(CanceledException.class)
          .isThrownBy(() -> semaphore.acquire(context, weight));
    }
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @Test
  @Spec({"SEM-04", "SEM-08"})
  void moreThanTheSizeWaitsForItsContextOrItsTimeOnly() {
    CancelableContext timed = Context.background().withTimeout(SECOND);
    Attempt<Void> waiter = ThreadKind.VIRTUAL.attempt("w", () -> semaphore.acquire(timed, 11));
    Attempt<Boolean> patient =
        ThreadKind.PLATFORM.attempt("p", () -> semaphore.tryAcquire(11, SECOND));
    waiter.awaitBlocked(WAIT);
    patient.awaitBlocked(WAIT);
    assertThat(semaphore.tryAcquire(10)).isTrue();
    semaphore.release(10);
    assertThat(waiter.hasEnded()).isFalse();
    assertThat(patient.hasEnded()).isFalse();
    ManualTime.installed().advance(SECOND);
    assertThat(waiter.failure()).isInstanceOf(DeadlineExceededException.class);
    assertThat(patient.result()).isFalse();
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  /** The waiter has its weight, and is not awake yet. */
  @EveryThreadKind
  @Spec("SEM-06")
  void aContextThatEndsTogetherWithTheReleaseWinsAndTheWeightGoesOn(ThreadKind kind)
      throws Exception {
    semaphore.acquire(10);
    Attempt<Void> canceled = kind.attempt("canceled", () -> semaphore.acquire(context, 10));
    canceled.awaitBlocked(WAIT);
    Waiter waiter = (Waiter) LockSupport.getBlocker(canceled.thread());
    Attempt<Void> behind = acquirer(kind, 4);
    assertThat(waiter.settle(Waiter.CANCELED)).isTrue(); // as the end of the context does
    semaphore.release(10);
    assertThat(semaphore).hasToString("memory(free=0, size=10, waiting=1)");
    context.cancel();
    waiter.wake();
    assertThat(canceled.failure()).isInstanceOf(CanceledException.class);
    behind.result();
    assertThat(semaphore).hasToString("memory(free=6, size=10)");
  }

  /** The waiter has been told of its weight, and is not awake yet. */
  @EveryThreadKind
  @Spec("SEM-06")
  void aContextThatEndsAfterTheReleaseAndBeforeTheReturnWins(ThreadKind kind) throws Exception {
    semaphore.acquire(10);
    Attempt<Void> canceled = kind.attempt("canceled", () -> semaphore.acquire(context, 10));
    canceled.awaitBlocked(WAIT);
    SemaphoreAcquireWait waiter = (SemaphoreAcquireWait) LockSupport.getBlocker(canceled.thread());
    assertThat(waiter.settle(WeightedSemaphore.ACQUIRED)).isTrue(); // as the release does, early
    semaphore.release(10);
    context.cancel();
    waiter.wake();
    assertThat(canceled.failure()).isInstanceOf(CanceledException.class);
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  /** It tells of its end by err, and by a goroutine that comes later. */
  private class Custom implements Context {
    @Override
    public @Nullable Instant deadline() {
      return null;
    }

    @Override
    public ReceiveChannel<Void> done() {
      return Context.background().done();
    }

    @Override
    public @Nullable ContextDoneException err() {
      return context.err();
    }

    @Override
    public <V> @Nullable V value(Key<V> key) {
      return null;
    }
  }

  @EveryThreadKind
  @Spec("SEM-06")
  void theErrorOfACustomContextCountsAlsoIfNothingHasEndedTheWait(ThreadKind kind)
      throws Exception {
    semaphore.acquire(10);
    Attempt<Void> canceled = kind.attempt("canceled", () -> semaphore.acquire(new Custom(), 10));
    canceled.awaitBlocked(WAIT);
    context.cancel();
    semaphore.release(10);
    assertThat(canceled.failure()).isInstanceOf(CanceledException.class);
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @Test
  @Spec("SEM-06")
  void aContextThatEndsBeforeFreeWeightIsTakenWins() {
    Context ending =
        new Custom() {
          private int looks;

          @Override
          public @Nullable ContextDoneException err() {
            if (++looks == 2) { // the first look was at entry
              context.cancel();
            }
            return super.err();
          }
        };
    assertThatExceptionOfType(CanceledException.class)
        .isThrownBy(() -> semaphore.acquire(ending, 10));
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @EveryThreadKind
  @Spec({"INT-03", "INT-08"})
  void whoGivesUpAfterItWasServedHasBeenServed(ThreadKind kind) throws Exception {
    for (Object end : new Object[] {Waiter.INTERRUPTED, Waiter.TIMED_OUT}) {
      semaphore.acquire(10);
      Attempt<Boolean> waiter = kind.attempt("waiter", () -> semaphore.tryAcquire(10, FOREVER));
      waiter.awaitBlocked(WAIT);
      Waiter blocker = (Waiter) LockSupport.getBlocker(waiter.thread());
      assertThat(blocker.settle(end)).isTrue();
      semaphore.release(10);
      assertThat(semaphore.tryAcquire(1)).as("it is the waiter's").isFalse();
      blocker.wake();
      assertThat(waiter.result()).isTrue();
      assertThat(waiter.leftInterrupted()).isEqualTo(end == Waiter.INTERRUPTED);
      semaphore.release(10);
    }
  }

  @EveryThreadKind
  @Spec("INT-08")
  void tryAcquireTakesWhatComesInTime(ThreadKind kind) throws Exception {
    semaphore.acquire(10);
    Attempt<Boolean> timed = kind.attempt("timed", () -> semaphore.tryAcquire(1, SECOND));
    timed.awaitBlocked(WAIT);
    semaphore.release(1);
    assertThat(timed.result()).isTrue();
  }

  @Test
  @Spec("INT-07")
  void withoutTimeOneTryIsMade() throws Exception {
    assertThat(semaphore.tryAcquire(6, Duration.ZERO)).isTrue();
    assertThat(semaphore.tryAcquire(6, Duration.ZERO)).isFalse();
    assertThat(semaphore.tryAcquire(6, Duration.ofSeconds(-1))).isFalse();
    assertThat(semaphore.tryAcquire(11, Duration.ZERO)).isFalse();
    assertThat(semaphore.tryAcquire(4, Duration.ofSeconds(-1))).isTrue();
  }

  @EveryThreadKind
  void aContextThatLivesOnDoesNothing(ThreadKind kind) throws Exception {
    semaphore.acquire(context, 10);
    Attempt<Void> waiter = kind.attempt("waiter", () -> semaphore.acquire(context, 3));
    waiter.awaitBlocked(WAIT);
    semaphore.release(10);
    waiter.result();
    context.cancel();
    assertThat(semaphore).hasToString("memory(free=7, size=10)");
  }

  @EveryThreadKind
  @Spec({"SEM-07", "INT-02", "INT-04"})
  void aReleaseAndAnInterruptOfTheFirstRace(ThreadKind kind) {
    for (int round = 0; round < 100; round++) {
      assertThat(semaphore.tryAcquire(10)).isTrue();
      Attempt<Void> first = acquirer(kind, 7);
      Attempt<Void> second = acquirer(kind, 3);
      Thread interrupter = kind.start("interrupter", first::interrupt);
      semaphore.release(7);
      Await.ended(interrupter);
      if (first.failed()) {
        assertThat(first.failure()).isInstanceOf(InterruptedException.class);
        assertThat(first.leftInterrupted()).isFalse();
        second.result();
        semaphore.release(6);
      } else {
        first.result();
        assertThat(second.hasEnded()).isFalse();
        semaphore.release(10);
        second.result();
        semaphore.release(3);
      }
      assertThat(semaphore).hasToString("memory(free=10, size=10)");
    }
  }
}
