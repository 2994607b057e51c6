package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits, signals and broadcasts. */
@ExtendWith(LeakCheck.class)
class CondTest {

  static final String WAIT = "sync.Cond.Wait";

  private final TestLocker lock = new TestLocker();

  private final Cond cond = Cond.on(lock).named("changed");

  private final Queue<Integer> woken = new ConcurrentLinkedQueue<>();

  private Attempt<Void> waiter(ThreadKind kind, int number) {
    return kind.attempt(
            "waiter " + number,
            () -> {
              lock.lock();
              try {
                cond.await();
                assertThat(lock.isHeldHere()).isTrue();
                woken.add(number);
              } finally {
                lock.unlock();
              }
            })
        .awaitBlocked(WAIT);
  }

  private List<Attempt<Void>> waiters(ThreadKind kind, int number) {
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      waiters.add(waiter(kind, i));
    }
    return waiters;
  }

  @EveryThreadKind
  @Spec({"COND-01", "COND-07"})
  void aWaitReleasesAndRetakesTheLock(ThreadKind kind) {
    Attempt<Void> waiter = waiter(kind, 1);
    lock.lock();
    cond.signal();
    Await.until("the waiter wants the lock", lock::isWaitedFor);
    assertThat(woken).isEmpty();
    lock.unlock();
    waiter.result();
  }

  /** The locker tells of the moment between joining the queue and giving the lock back. */
  @Test
  @Spec("COND-01")
  void aWaiterRegistersBeforeItUnlocks() throws Exception {
    List<String> steps = new ArrayList<>();
    Cond[] holder = new Cond[1];
    Locker signaling =
        new Locker() {
          @Override
          public void lock() {
            steps.add("lock");
          }

          @Override
          public void unlock() {
            steps.add("unlock");
            holder[0].signal();
          }
        };
    holder[0] = Cond.on(signaling);
    holder[0].await();
    assertThat(steps).containsExactly("unlock", "lock");
  }

  @EveryThreadKind
  @Spec("COND-02")
  void nothingButASignalEndsAWait(ThreadKind kind) {
    Attempt<Void> waiter = waiter(kind, 1);
    for (int i = 0; i < 100; i++) {
      LockSupport.unpark(waiter.thread());
    }
    waiter.awaitBlocked(WAIT);
    assertThat(woken).isEmpty();
    cond.signal();
    waiter.result();
  }

  @EveryThreadKind
  @Spec({"COND-03", "COND-04"})
  void signalsGoToWaitersInTheirOrder(ThreadKind kind) {
    List<Attempt<Void>> waiters = waiters(kind, 10);
    for (int i = 0; i < 10; i++) {
      cond.signal();
      waiters.get(i).result();
      assertThat(woken).hasSize(i + 1).last().isEqualTo(i);
    }
  }

  @EveryThreadKind
  @Spec("COND-03")
  void aSignalThatNobodyWaitsForIsForgotten(ThreadKind kind) {
    cond.signal();
    cond.broadcast();
    Attempt<Void> waiter = waiter(kind, 1);
    assertThat(woken).isEmpty();
    cond.signal();
    waiter.result();
  }

  @EveryThreadKind
  @Spec({"COND-05", "COND-13"})
  void aBroadcastWakesAllOnce(ThreadKind kind) {
    for (int round = 1; round <= 20; round++) {
      List<Attempt<Void>> waiters = waiters(kind, 20);
      cond.broadcast();
      waiters.forEach(Attempt::result);
      assertThat(woken).hasSize(20 * round);
    }
  }

  @EveryThreadKind
  @Spec({"COND-05", "COND-06"})
  void aSecondWaitNeedsAnotherBroadcast(ThreadKind kind) {
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiters.add(
          kind.attempt(
              "waiter",
              () -> {
                lock.lock();
                try {
                  cond.await();
                  woken.add(1);
                  cond.await();
                } finally {
                  lock.unlock();
                }
              }));
    }
    waiters.forEach(waiter -> waiter.awaitBlocked(WAIT));
    cond.broadcast();
    Await.until("all have been woken", () -> woken.size() == 10);
    waiters.forEach(waiter -> waiter.awaitBlocked(WAIT));
    cond.broadcast();
    waiters.forEach(Attempt::result);
  }

  @EveryThreadKind
  @Spec("COND-06")
  void aLaterWaiterCannotTakeTheWakeUp(ThreadKind kind) {
    Attempt<Void> first = waiter(kind, 1);
    lock.lock();
    cond.signal();
    Attempt<Void> second;
    lock.unlock();
    second = waiter(kind, 2);
    first.result();
    assertThat(woken).containsExactly(1);
    cond.signal();
    second.result();
  }

  @EveryThreadKind
  @Spec("COND-08")
  void aWokenThreadWaitsForTheLock(ThreadKind kind) {
    Attempt<Void> waiter = waiter(kind, 1);
    lock.lock();
    int locks = lock.locks();
    cond.signal();
    Await.until("the waiter wants the lock", lock::isWaitedFor);
    lock.unlock();
    waiter.result();
    lock.lock();
    assertThat(lock.locks()).isEqualTo(locks + 2);
    lock.unlock();
  }

  @EveryThreadKind
  @Spec({"COND-10", "FAIL-04"})
  void waitingWithoutTheLockIsTheLockersMisuse(ThreadKind kind) {
    assertThatExceptionOfType(IllegalMonitorStateException.class)
        .isThrownBy(cond::await)
        .withMessage("sync: wait without holding the lock of changed: take it before await");
    assertThatExceptionOfType(IllegalMonitorStateException.class)
        .isThrownBy(() -> cond.await(Duration.ofDays(1)));
    assertThatExceptionOfType(IllegalMonitorStateException.class)
        .isThrownBy(() -> cond.await(Context.background()));
    assertThatExceptionOfType(IllegalMonitorStateException.class)
        .isThrownBy(() -> cond.awaitUntil(() -> false));
    Attempt<Void> waiter = waiter(kind, 1);
    cond.signal(); // would be lost on what the failed waits left behind
    waiter.result();
  }

  @EveryThreadKind
  @Spec("COND-11")
  void whatCameBeforeTheSignalIsSeen(ThreadKind kind) {
    int[] data = new int[1];
    for (int i = 1; i <= 100; i++) {
      int expected = i;
      Attempt<Integer> waiter =
          kind.attempt(
              "waiter",
              () -> {
                lock.lock();
                cond.await();
                lock.unlock();
                return data[0];
              });
      waiter.awaitBlocked(WAIT);
      data[0] = expected;
      cond.signal();
      assertThat(waiter.result()).isEqualTo(expected);
    }
  }

  @EveryThreadKind
  void awaitUntilWaitsForTheConditionAlone(ThreadKind kind) throws Exception {
    AtomicInteger value = new AtomicInteger();
    Attempt<Void> waiter =
        kind.attempt(
            "waiter",
            () -> {
              lock.lock();
              try {
                cond.awaitUntil(
                    () -> {
                      assertThat(lock.isHeldHere()).isTrue();
                      return value.get() == 2;
                    });
              } finally {
                lock.unlock();
              }
            });
    for (int i = 1; i <= 2; i++) {
      waiter.awaitBlocked(WAIT);
      value.set(i);
      cond.signal();
    }
    waiter.result();
    cond.awaitUntil(() -> true);
  }

  @Test
  void whatTheConditionThrowsPasses() {
    IllegalStateException failure = new IllegalStateException("condition");
    lock.lock();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                cond.awaitUntil(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(lock.isHeldHere()).isTrue();
    lock.unlock();
  }

  @Test
  @Spec({"INT-09", "INT-11", "FAIL-05"})
  void badArgumentsAreRefusedBeforeAnythingHappens() {
    assertThatNullPointerException().isThrownBy(() -> Cond.on(null)).withMessage("locker");
    assertThatNullPointerException().isThrownBy(() -> cond.named(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.await((Duration) null))
        .withMessage("timeout");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.await((Context) null))
        .withMessage("context");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.awaitUntil(null))
        .withMessage("condition");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.awaitUntil(null, Duration.ZERO))
        .withMessage("condition");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.awaitUntil(() -> true, (Duration) null))
        .withMessage("timeout");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.awaitUntil(null, Context.background()))
        .withMessage("condition");
    assertThatNullPointerException()
        .isThrownBy(() -> cond.awaitUntil(() -> true, (Context) null))
        .withMessage("context");
    Thread.currentThread().interrupt();
    cond.signal();
    cond.broadcast();
    assertThat(Thread.interrupted()).as("who signals does not look at the flag").isTrue();
  }

  @EveryThreadKind
  void blockedThreadsSayWhatTheyWaitFor(ThreadKind kind) {
    Attempt<Void> waiter = waiter(kind, 1);
    assertThat(LockSupport.getBlocker(waiter.thread()))
        .isInstanceOf(CondWait.class)
        .hasToString("sync.Cond.Wait: changed");
    cond.signal();
    waiter.result();
    assertThat(Cond.on(lock).toString()).matches("cond@[0-9a-f]+");
  }

  @EveryThreadKind
  void theSampleHandsJobsOver(ThreadKind kind) {
    CondSamples.Jobs jobs = new CondSamples.Jobs(lock);
    Attempt<Void> worker = kind.attempt("worker", () -> jobs.take().run());
    worker.awaitBlocked(WAIT);
    jobs.add(() -> woken.add(1));
    worker.result();
    assertThat(woken).containsExactly(1);
  }
}
