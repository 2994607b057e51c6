package io.github.goprims.gosync;

import static io.github.goprims.gosync.MutexTest.REASON;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is served when: those who wait, those who come, and those who give up. */
@ExtendWith({OnManualTime.class, LeakCheck.class})
class MutexStarvationTest {

  private static final Duration STARVES_AFTER = Duration.ofMillis(1);
  private static final Duration LONGER = STARVES_AFTER.plusNanos(1);

  private final Mutex mutex = new Mutex().named("m");

  /** A thread that stands in the queue and then does not run until the test lets it. */
  private final class Sleeper {
    final CompletableFuture<MutexLockWait> queued = new CompletableFuture<>();
    final CompletableFuture<Void> go = new CompletableFuture<>();
    final Attempt<Void> attempt;

    Sleeper(ThreadKind kind, String name) {
      attempt = kind.attempt(name, this::run);
      queued.join();
    }

    private void run() throws InterruptedException {
      MutexLockWait waiter = new MutexLockWait(mutex);
      waiter.start = TimeSource.current().nanoTime();
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
    unlockAndBarge();
    ManualTime.installed().advance(LONGER);
    sleeper.loses();
    return sleeper;
  }

  @EveryThreadKind
  @Spec({"MUTEX-05", "MUTEX-06", "MUTEX-07", "MUTEX-09"})
  void aNewcomerMayPassTheWokenThread(ThreadKind kind) {
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
  void aLoserReturnsToTheFront(ThreadKind kind) {
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
  void onlyOneThreadIsWokenAtATime(ThreadKind kind) {
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
  void aLoserGetsTheLockAfterAMillisecond(ThreadKind kind) {
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

  /** How often others take the free lock before an unlock hands it on. */
  private int passesUntilItIsHandedOn() {
    int passes = 0;
    mutex.unlock();
    while (mutex.tryLock()) {
      passes++;
      assertThat(passes).isLessThanOrEqualTo(Mutex.MAX_PASSES);
      mutex.unlock();
    }
    return passes;
  }

  /** Others come and go without an end, and without time. */
  private void passOften() {
    for (int i = 0; i < 10 * Mutex.MAX_PASSES; i++) {
      unlockAndBarge();
    }
  }

  @EveryThreadKind
  @Spec({"MUTEX-10", "MUTEX-13", "MUTEX-18"})
  void aStalledWokenThreadIsHandedTheLock(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    Sleeper second = new Sleeper(kind, "second");
    unlockAndBarge();
    assertThat(sleeper.isWoken()).isTrue();
    ManualTime.installed().advance(STARVES_AFTER);
    passOften();
    ManualTime.installed().advance(LONGER.minus(STARVES_AFTER));
    passesUntilItIsHandedOn();
    assertThat(mutex).hasToString("m(locked, starving, waiters=1)");
    assertThat(second.isWoken()).isFalse();

    sleeper.runs();
    sleeper.attempt.result();
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();
    assertThat(mutex).hasToString("m(locked)");
    assertThat(second.isWoken()).isTrue();
    second.runs();
    second.attempt.result();
    assertThat(mutex).hasToString("m(locked)");
  }

  /** However long the others hold it: the count of unlocks is not the only clock. */
  @EveryThreadKind
  @Spec("MUTEX-13")
  void oneLongHoldPassesWhoDoesNotRun(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    unlockAndBarge();
    ManualTime.installed().advance(Duration.ofMillis(50));
    assertThat(passesUntilItIsHandedOn()).isZero();
    sleeper.runs();
    sleeper.attempt.result();
  }

  @EveryThreadKind
  @Spec("MUTEX-13")
  void atMostSixteenLongHoldsPass(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    unlockAndBarge();
    passOften();
    ManualTime.installed().advance(Duration.ofMillis(50));
    assertThat(passesUntilItIsHandedOn()).isLessThan(Mutex.MAX_PASSES);
    sleeper.runs();
    sleeper.attempt.result();
  }

  @EveryThreadKind
  @Spec({"MUTEX-11", "MUTEX-12"})
  void theWholeLineIsServedBeforeNewcomers(ThreadKind kind) {
    mutex.lock();
    List<Sleeper> line = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      line.add(new Sleeper(kind, "in line " + i));
    }
    ManualTime.installed().advance(LONGER);
    mutex.unlock();
    Sleeper late = new Sleeper(kind, "late");
    for (Sleeper served : line) {
      assertThat(mutex.tryLock()).as("it is not free for an instant").isFalse();
      assertThat(served.isWoken()).isTrue();
      assertThat(late.isWoken()).isFalse();
      served.runs();
      served.attempt.result();
      assertThat(mutex.toString()).startsWith("m(locked");
      mutex.unlock();
    }
    assertThat(mutex.tryLock()).as("newcomers may pass again").isTrue();
    assertThat(late.isWoken()).isTrue();
    mutex.unlock();
    late.runs();
    late.attempt.result();
  }

  /** As {@code hurry} does it, which an unlock calls when the lock has been free for a moment. */
  @EveryThreadKind
  @Spec({"MUTEX-11", "MUTEX-12", "MUTEX-13"})
  void theLineIsServedAlsoBehindANewcomer(ThreadKind kind) {
    mutex.lock();
    Sleeper first = new Sleeper(kind, "first");
    Sleeper second = new Sleeper(kind, "second");
    unlockAndBarge();
    ManualTime.installed().advance(LONGER);
    mutex.hurry(TimeSource.current().nanoTime());
    assertThat(mutex).hasToString("m(locked, starving, waiters=1)");
    Sleeper late = new Sleeper(kind, "late");
    mutex.unlock();
    assertThat(mutex).as("of the first").hasToString("m(locked, starving, waiters=2)");
    first.runs();
    first.attempt.result();
    mutex.unlock();
    assertThat(mutex).as("of the second").hasToString("m(locked, waiters=1)");
    second.runs();
    second.attempt.result();
    mutex.unlock();
    late.runs();
    late.attempt.result();
  }

  @EveryThreadKind
  @Spec("MUTEX-12")
  void newcomersMayPassFiftyMicrosecondsPerServed(ThreadKind kind) {
    int served = 30;
    mutex.lock();
    List<Sleeper> line = new ArrayList<>();
    for (int i = 0; i < served; i++) {
      line.add(new Sleeper(kind, "in line " + i));
    }
    ManualTime.installed().advance(LONGER);
    for (Sleeper each : line) {
      mutex.unlock();
      each.runs();
      each.attempt.result();
    }
    Sleeper late = new Sleeper(kind, "late");
    unlockAndBarge();
    ManualTime.installed().advance(Duration.ofNanos(50_000).multipliedBy(served));
    passOften();
    ManualTime.installed().advance(Duration.ofNanos(1));
    passesUntilItIsHandedOn();
    late.runs();
    late.attempt.result();
  }

  @EveryThreadKind
  @Spec({"MUTEX-11", "INT-04"})
  void aWaiterThatGaveUpIsPassedOver(ThreadKind kind) {
    mutex.lock();
    Sleeper first = new Sleeper(kind, "first");
    Sleeper second = new Sleeper(kind, "second");
    Sleeper third = new Sleeper(kind, "third");
    ManualTime.installed().advance(LONGER);
    mutex.unlock();
    second.attempt.interrupt();
    second.runs();
    assertThat(second.attempt.failed()).isTrue();
    first.runs();
    first.attempt.result();
    mutex.unlock();
    assertThat(mutex.tryLock()).isFalse();
    third.runs();
    third.attempt.result();
    assertThat(mutex).hasToString("m(locked)");
  }

  @EveryThreadKind
  @Spec({"MUTEX-03", "MUTEX-13"})
  void anyThreadMayUnlockAHandedLock(ThreadKind kind) {
    mutex.lock();
    Sleeper sleeper = new Sleeper(kind, "sleeper");
    Sleeper second = new Sleeper(kind, "second");
    unlockAndBarge();
    ManualTime.installed().advance(LONGER);
    passesUntilItIsHandedOn();
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
    ManualTime.installed().advance(STARVES_AFTER);
    unlockAndBarge();
    sleeper.loses();
    assertThat(mutex).hasToString("m(locked, waiters=1)");
    mutex.unlock();
    sleeper.attempt.result();
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
  void aWaiterBehindAStarvingQuitterIsServed(ThreadKind kind) {
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
  void aLockHandedBeforeTheInterruptIsHeld(ThreadKind kind) {
    mutex.lock();
    Sleeper starving = starving(kind);
    mutex.unlock();
    starving.attempt.interrupt();
    starving.attempt.result();
    assertThat(mutex.tryLock()).isFalse();
  }

  @EveryThreadKind
  @Spec("INT-03")
  void anAwakeInterruptedWaiterTakesAFreeLock(ThreadKind kind) {
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
  void anInterruptedLoserPassesTheWakeUpOn(ThreadKind kind) {
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
