package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the locker of a condition may do: fail, or have many holders. */
@ExtendWith(LeakCheck.class)
class CondLockerTest {

  @EveryThreadKind
  @Spec({"COND-10", "INT-04"})
  void aFailedWaitPassesItsSignalOn(ThreadKind kind) {
    Attempt<Void> next = null;
    Cond[] holder = new Cond[1];
    AtomicInteger unlocks = new AtomicInteger();
    Semaphore failing = new Semaphore(0);
    Locker refusing =
        new Locker() {
          @Override
          public void lock() {}

          @Override
          public void unlock() {
            if (unlocks.getAndIncrement() == 0) {
              failing.acquireUninterruptibly();
              holder[0].signal();
              throw new IllegalMonitorStateException("refused");
            }
          }
        };
    holder[0] = Cond.on(refusing);
    Attempt<Void> first = kind.attempt("first", () -> holder[0].await());
    Await.until("the first is about to unlock", failing::hasQueuedThreads);
    next = kind.attempt("next", () -> holder[0].await()).awaitBlocked(CondTest.WAIT);
    failing.release();
    assertThat(first.failure()).hasRootCauseMessage("refused");
    next.result();
  }

  /** Fails the first time that it is to be taken. */
  private static final class FailingLocker implements Locker {
    private final AtomicInteger locks = new AtomicInteger();

    @Override
    public void lock() {
      if (locks.getAndIncrement() == 0) {
        throw new OutOfMemoryError("for this lock");
      }
    }

    @Override
    public void unlock() {
      // Anybody may.
    }
  }

  @Test
  @Spec("COND-10")
  void whatALockerWouldThrowAgainPasses() throws Exception {
    AtomicInteger locks = new AtomicInteger();
    Locker broken =
        new Locker() {
          @Override
          public void lock() {
            locks.incrementAndGet();
            throw new AssertionError("broken");
          }

          @Override
          public void unlock() {
            // Anybody may.
          }
        };
    Cond cond = Cond.on(broken);
    Attempt<Boolean> waiting =
        ThreadKind.VIRTUAL.attempt("waiting", () -> cond.await(Duration.ofNanos(1)));
    assertThat(waiting.failure()).isInstanceOf(AssertionError.class).hasMessage("broken");
    assertThat(locks).hasValue(1);
  }

  @EveryThreadKind
  @Spec({"COND-10", "INT-04", "INT-12"})
  void aFailedRelockPassesItsSignalOn(ThreadKind kind) {
    FailingLocker failing = new FailingLocker();
    Cond cond = Cond.on(failing);
    Attempt<Void> first = kind.attempt("first", () -> cond.await()).awaitBlocked(CondTest.WAIT);
    Attempt<Void> next = kind.attempt("next", () -> cond.await()).awaitBlocked(CondTest.WAIT);
    cond.signal();
    assertThat(first.failure()).hasMessage("for this lock");
    next.result();
    assertThat(failing.locks).hasValue(3); // each has it in the end
  }

  @EveryThreadKind
  @Spec("COND-12")
  void theLockerMayHaveManyHolders(ThreadKind kind) {
    Semaphore readers = new Semaphore(100);
    Locker shared =
        new Locker() {
          @Override
          public void lock() {
            readers.acquireUninterruptibly();
          }

          @Override
          public void unlock() {
            readers.release();
          }
        };
    Cond seen = Cond.on(shared);
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiters.add(
          kind.attempt(
              "reader",
              () -> {
                shared.lock();
                seen.await();
                shared.unlock();
              }));
    }
    waiters.forEach(waiter -> waiter.awaitBlocked(CondTest.WAIT));
    assertThat(readers.availablePermits()).isEqualTo(100);
    seen.broadcast();
    waiters.forEach(Attempt::result);
    assertThat(readers.availablePermits()).isEqualTo(100);
  }
}
