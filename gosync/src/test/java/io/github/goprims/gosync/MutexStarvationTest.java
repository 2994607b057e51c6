package io.github.goprims.gosync;

import static io.github.goprims.gosync.MutexTest.REASON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is served when: those who wait, those who come, and those who give up. */
@ExtendWith({OnManualTime.class, LeakCheck.class})
class MutexStarvationTest {

  private static final Duration PATIENCE = Duration.ofMillis(1);
  private static final Duration LONGER = PATIENCE.plusNanos(1);

  private final Mutex mutex = new Mutex().named("m");

  /** A thread that stands in the queue and then does not run until the test lets it. */
  private final class Sleeper {
    final CompletableFuture<MutexLock> queued = new CompletableFuture<>();
    final CompletableFuture<Void> go = new CompletableFuture<>();
    final Attempt<Void> attempt;

    Sleeper(ThreadKind kind, String name) {
      attempt = kind.attempt(name, this::run);
      queued.join();
    }

    private void run() throws InterruptedException {
      MutexLock waiter = new MutexLock(mutex, TimeSource.current().nanoTime());
      assertThat(mutex.takeOrQueue(waiter)).isFalse();
      queued.complete(waiter);
      go.join();
      if (mutex.await(waiter, TimeSource.FOREVER, true) == Waiter.INTERRUPTED) {
        throw new InterruptedException();
      }
    }

    boolean isWoken() {
      return queued.join().isSettled();
    }

    void runs() {
      go.complete(null);
    }

    /** Lets it run, so that it finds the lock taken. */
    void loses() {
      runs();
      attempt.awaitBlocked(REASON);
    }
  }

  private Attempt<Void> blocked(ThreadKind kind, String name) {
    return kind.attempt(name, () -> mutex.lock()).awaitBlocked(REASON);
  }

  /** Somebody else comes first after an unlock that has woken a sleeper. */
  private void unlockAndBarge() {
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  private Sleeper starving(ThreadKind kind) {
    Sleeper sleeper = new Sleeper(kind, "starving");
    ManualTime.installed().advance(LONGER);
    unlockAndBarge();
    sleeper.loses();
    return sleeper;
  }

  @EveryThreadKind
  @Spec({"MUTEX-05", "MUTEX-06", "MUTEX-07", "MUTEX-09"})
  void whoComesMayPassWhoIsWoken(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    assertThat(sleeper.isWoken()).isFalse();
    unlockAndBarge();
    assertThat(sleeper.isWoken()).isTrue();
    sleeper.loses();
    assertThat(mutex).hasToString("m(locked, waiters=1)");
    mutex.unlock();
    sleeper.attempt.result();
    assertThat(mutex).hasToString("m(locked)");
  }

  @EveryThreadKind
  @Spec("MUTEX-09")
  void whoLosesReturnsToTheFront(ThreadKind kind) {
    mutex.lock();
    Sleeper first = new Sleeper(kind, "first");
    Attempt<Void> second = blocked(kind, "second");
    unlockAndBarge();
    first.loses();
    mutex.unlock();
    first.attempt.result();
    assertThat(second.hasEnded()).isFalse();
    mutex.unlock();
    second.result();
  }

  @EveryThreadKind
  @Spec("MUTEX-14")
  void nobodyElseIsWokenUntilTheWokenOneRuns(ThreadKind kind) {
    mutex.lock();
    Sleeper first = new Sleeper(kind, "first");
    Sleeper second = new Sleeper(kind, "second");
    unlockAndBarge();
    unlockAndBarge();
    mutex.unlock();
    assertThat(first.isWoken()).isTrue();
    assertThat(second.isWoken()).isFalse();
    first.runs();
    first.attempt.result();
    mutex.unlock();
    assertThat(second.isWoken()).isTrue();
    second.runs();
    second.attempt.result();
  }

  @EveryThreadKind
  @Spec({"MUTEX-10", "MUTEX-11", "MUTEX-13", "MUTEX-18"})
  void whoLosesAfterAMillisecondIsHandedTheLock(ThreadKind kind) {
    mutex.lock();
    starving(kind);
    assertThat(mutex).hasToString("m(locked, starving, waiters=1)");
    Attempt<Void> newcomer = blocked(kind, "newcomer");
    mutex.unlock();
    assertThat(mutex.tryLock()).as("it was not free for an instant").isFalse();
    assertThat(mutex).hasToString("m(locked, waiters=1)");
    assertThat(newcomer.hasEnded()).isFalse();
    mutex.unlock();
    newcomer.result();
  }

  /** Time passes, and then the lock is taken and released until an unlock looks at the clock. */
  private void passFor(Duration time) {
    ManualTime.installed().advance(time);
    for (int i = 1; i < Mutex.LOOK_EVERY; i++) {
      unlockAndBarge();
    }
    mutex.unlock();
  }

  @EveryThreadKind
  @Spec({"MUTEX-10", "MUTEX-13", "MUTEX-18"})
  void whoIsWokenAndDoesNotRunIsHandedTheLockAfterAMillisecond(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    Sleeper second = new Sleeper(kind, "second");
    unlockAndBarge();
    assertThat(sleeper.isWoken()).isTrue();
    passFor(PATIENCE);
    assertThat(mutex.tryLock()).as("one millisecond is not more than one").isTrue();
    passFor(LONGER.minus(PATIENCE));
    assertThat(mutex.tryLock()).isFalse();
    assertThat(mutex).hasToString("m(locked, waiters=1)");
    assertThat(second.isWoken()).isFalse();

    sleeper.runs();
    sleeper.attempt.result();
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();
    assertThat(second.isWoken()).isTrue();
    second.runs();
    second.attempt.result();
    assertThat(mutex).hasToString("m(locked)");
  }

  @EveryThreadKind
  @Spec({"MUTEX-03", "MUTEX-13"})
  void anyoneMayUnlockWhatWasHandedToOneWhoDoesNotRunYet(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    Sleeper second = new Sleeper(kind, "second");
    unlockAndBarge();
    passFor(LONGER);
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();
    assertThat(second.isWoken()).isTrue();
    second.runs();
    second.attempt.result();
    sleeper.runs();
    sleeper.attempt.result();
    assertThat(mutex).hasToString("m(locked)");
    mutex.unlock();
    assertThat(mutex).hasToString("m(unlocked)");
  }

  @EveryThreadKind
  @Spec("MUTEX-10")
  void aMillisecondIsNotMoreThanAMillisecond(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    ManualTime.installed().advance(PATIENCE);
    unlockAndBarge();
    sleeper.loses();
    assertThat(mutex).hasToString("m(locked, waiters=1)");
    mutex.unlock();
    sleeper.attempt.result();
  }

  @EveryThreadKind
  @Spec("MUTEX-12")
  void eachHandOffEndsStarvationAndWhoStarvesTurnsItOnAgain(ThreadKind kind) {
    mutex.lock();
    Sleeper first = new Sleeper(kind, "first");
    Sleeper second = new Sleeper(kind, "second");
    ManualTime.installed().advance(LONGER);
    unlockAndBarge();
    first.loses();
    mutex.unlock();
    first.attempt.result();
    assertThat(mutex).hasToString("m(locked, waiters=1)");
    unlockAndBarge();
    second.loses();
    assertThat(mutex).hasToString("m(locked, starving, waiters=1)");
    mutex.unlock();
    assertThat(mutex.tryLock()).isFalse();
    second.attempt.result();
  }

  @EveryThreadKind
  @Spec({"MUTEX-12", "INT-04"})
  void theLastWhoGivesUpEndsStarvation(ThreadKind kind) {
    mutex.lock();
    Sleeper starving = starving(kind);
    starving.attempt.interrupt();
    assertThat(starving.attempt.failure()).isInstanceOf(InterruptedException.class);
    assertThat(mutex).hasToString("m(locked)");
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec("INT-04")
  void whoStandsBehindOneWhoGaveUpStarvingIsServed(ThreadKind kind) {
    mutex.lock();
    Sleeper starving = starving(kind);
    Attempt<Void> behind = blocked(kind, "behind");
    starving.attempt.interrupt();
    assertThat(starving.attempt.failed()).isTrue();
    mutex.unlock();
    behind.result();
  }

  @EveryThreadKind
  @Spec("INT-03")
  void whoWasHandedTheLockBeforeTheInterruptHasIt(ThreadKind kind) {
    mutex.lock();
    Sleeper starving = starving(kind);
    mutex.unlock();
    starving.attempt.interrupt();
    starving.attempt.result();
    assertThat(mutex.tryLock()).isFalse();
  }

  @EveryThreadKind
  @Spec("INT-03")
  void whoIsInterruptedWhenAwakeTakesTheFreeLock(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    mutex.unlock();
    sleeper.attempt.interrupt();
    sleeper.runs();
    sleeper.attempt.result();
    assertThat(sleeper.attempt.leftInterrupted()).isTrue();
    assertThat(mutex).hasToString("m(locked)");
  }

  @EveryThreadKind
  @Spec("INT-04")
  void whoIsInterruptedWhenAwakeAndLosesPassesTheWakeUpOn(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    Attempt<Void> behind = blocked(kind, "behind");
    unlockAndBarge();
    sleeper.attempt.interrupt();
    sleeper.runs();
    assertThat(sleeper.attempt.failure()).isInstanceOf(InterruptedException.class);
    mutex.unlock();
    behind.result();
  }
}
