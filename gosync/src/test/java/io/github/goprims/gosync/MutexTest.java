package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a mutex promises whoever waits for it as long as that needs. */
@ExtendWith(LeakCheck.class)
class MutexTest {

  static final String REASON = "sync.Mutex.Lock";

  private final Mutex mutex = new Mutex().named("accounts");

  @EveryThreadKind
  @Spec("MUTEX-01")
  void lockWaitsForTheUnlock(ThreadKind kind) {
    mutex.lock();
    Attempt<Void> second = kind.attempt("second", () -> mutex.lock()).awaitBlocked(REASON);
    mutex.unlock();
    second.result();
    assertThat(mutex.tryLock()).as("the second one has it").isFalse();
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  private int plain;

  @EveryThreadKind
  @Spec({"MUTEX-01", "MUTEX-08"})
  void nothingIsLostBetweenThreads(ThreadKind kind) {
    int threads = 10;
    int rounds = 2_000;
    List<Attempt<Void>> attempts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      attempts.add(
          kind.attempt(
              "counter",
              () -> {
                for (int round = 0; round < rounds; round++) {
                  if (round % 3 != 0 || !mutex.tryLock()) {
                    mutex.lock();
                  }
                  plain++;
                  mutex.unlock();
                }
              }));
    }
    attempts.forEach(Attempt::result);
    assertThat(plain).isEqualTo(threads * rounds);
    assertThat(mutex).hasToString("accounts(unlocked)");
  }

  @EveryThreadKind
  @Spec({"MUTEX-02", "MUTEX-03"})
  void lockingTwiceWaitsUntilAnotherThreadUnlocks(ThreadKind kind) {
    Attempt<Void> twice =
        kind.attempt(
            "twice",
            () -> {
              mutex.lock();
              mutex.lock();
            });
    twice.awaitBlocked(REASON);
    mutex.unlock();
    twice.result();
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @Test
  @Spec({"MUTEX-04", "FAIL-02", "FAIL-04"})
  void unlockOfUnlockedFailsAndChangesNothing() {
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(IllegalMonitorStateException.class)
          .isThrownBy(mutex::unlock)
          .withMessage("sync: unlock of unlocked mutex: accounts(unlocked)");
    }
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(mutex::unlock);
  }

  @EveryThreadKind
  @Spec("MUTEX-04")
  void unlockOfUnlockedFailsAlsoAfterWaits(ThreadKind kind) {
    mutex.lock();
    Attempt<Void> second = kind.attempt("second", () -> mutex.lock()).awaitBlocked(REASON);
    mutex.unlock();
    second.result();
    mutex.unlock();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(mutex::unlock);
    assertThat(mutex.tryLock()).isTrue();
  }

  @Test
  @Spec("MUTEX-05")
  void tryLockTakesAFreeLockWithoutWaiting() {
    assertThat(mutex.tryLock()).isTrue();
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec("MUTEX-09")
  void thoseWhoWaitAreServedInOrder(ThreadKind kind) {
    mutex.lock();
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ThreadKind each = i % 2 == 0 ? kind : kind.other();
      waiters.add(each.attempt("waiter " + i, () -> mutex.lock()).awaitBlocked(REASON));
    }
    for (int i = 0; i < waiters.size(); i++) {
      assertThat(mutex.toString().replace(", starving", ""))
          .isEqualTo("accounts(locked, waiters=" + (waiters.size() - i) + ")");
      mutex.unlock();
      waiters.get(i).result();
    }
    mutex.unlock();
  }

  @EveryThreadKind
  @Spec("INT-06")
  void lockKeepsTheInterruptFlag(ThreadKind kind) {
    mutex.lock();
    Attempt<Void> waiter = kind.attempt("waiter", () -> mutex.lock()).awaitBlocked(REASON);
    waiter.interrupt();
    waiter.awaitBlocked(REASON);
    mutex.unlock();
    waiter.result();
    assertThat(waiter.leftInterrupted()).isTrue();
    assertThat(mutex.tryLock()).isFalse();

    Thread.currentThread().interrupt();
    mutex.unlock();
    mutex.lock();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @Spec({"INT-09", "INT-01"})
  void unlockAndTryIgnoreTheInterruptFlag() {
    Thread.currentThread().interrupt();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void holdUnlocksAtTheEndOfTheBlock() {
    Held once;
    try (Held held = mutex.hold()) {
      assertThat(mutex.tryLock()).isFalse();
      once = held;
    }
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    assertThat(mutex.hold()).as("the same each time").isSameAs(once);
    mutex.unlock();
    assertThatExceptionOfType(IllegalMonitorStateException.class)
        .isThrownBy(once::close)
        .withMessage("sync: unlock of unlocked mutex: accounts(unlocked)");
  }

  @EveryThreadKind
  @Spec("RW-17")
  void theBlockerNamesTheReasonAndTheMutex(ThreadKind kind) {
    mutex.lock();
    Attempt<Void> waiter = kind.attempt("waiter", () -> mutex.lock()).awaitBlocked(REASON);
    Object blocker = LockSupport.getBlocker(waiter.thread());
    assertThat(blocker)
        .isInstanceOf(MutexLockWait.class)
        .hasToString("sync.Mutex.Lock: accounts(locked, waiters=1)");
    mutex.unlock();
    waiter.result();
  }

  @Test
  void textNamesTheMutexAndItsState() {
    assertThat(mutex).hasToString("accounts(unlocked)");
    mutex.lock();
    assertThat(mutex).hasToString("accounts(locked)");
    assertThat(new Mutex().toString()).matches("mutex@[0-9a-f]+\\(unlocked\\)");
  }

  @Test
  @Spec("INT-11")
  void nullIsRefused() {
    mutex.lock();
    assertThatNullPointerException().isThrownBy(() -> mutex.named(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> mutex.tryLock((Duration) null))
        .withMessage("timeout");
    assertThatNullPointerException().isThrownBy(() -> mutex.lock(null)).withMessage("context");
    assertThatNullPointerException()
        .isThrownBy(() -> mutex.asLock().tryLock(1, null))
        .withMessage("unit");
    assertThat(mutex).hasToString("accounts(locked)");
  }

  @EveryThreadKind
  void theViewAsALockIsTheMutex(ThreadKind kind) throws Exception {
    Lock lock = mutex.asLock();
    lock.lock();
    assertThat(mutex.tryLock()).isFalse();
    assertThat(lock.tryLock()).isFalse();
    assertThat(lock.tryLock(0, TimeUnit.DAYS)).isFalse();
    Attempt<Void> waiter = kind.attempt("waiter", lock::lockInterruptibly).awaitBlocked(REASON);
    waiter.interrupt();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    Attempt<Boolean> timed =
        kind.attempt("timed", () -> lock.tryLock(Long.MAX_VALUE, TimeUnit.DAYS));
    timed.awaitBlocked(REASON);
    lock.unlock();
    assertThat(timed.result()).isTrue();
    assertThat(lock).hasToString("accounts(locked)");
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(lock::newCondition);
    lock.unlock();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
  }
}
