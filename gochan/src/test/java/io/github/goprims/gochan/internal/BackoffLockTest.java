package io.github.goprims.gochan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class BackoffLockTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 20_000;

  private final BackoffLock lock = new BackoffLock();
  private int count;

  @EveryThreadKind
  void letsOneInAtATime(ThreadKind kind) {
    List<Attempt<Void>> attempts = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      attempts.add((i % 4 == 0 ? kind.other() : kind).attempt("counter " + i, this::count));
    }
    attempts.forEach(Attempt::result);
    assertThat(count).isEqualTo(THREADS * ROUNDS);
  }

  private void count() {
    for (int i = 0; i < ROUNDS; i++) {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }
  }

  /** A holder that has lost its processor must not cost the others theirs. */
  @Test
  void aPlatformThreadYieldsToASlowHolder() {
    lock.lock();
    Attempt<Void> other = ThreadKind.PLATFORM.attempt("other", this::count);
    awaitPause(other);
    assertThat(count).isZero();
    lock.unlock();
    other.result();
    assertThat(count).isEqualTo(ROUNDS);
  }

  private void awaitPause(Attempt<?> platform) {
    Await.until("a pause", () -> LockSupport.getBlocker(platform.thread()) == lock);
  }

  /** It would not get its carrier back before all others have had enough of theirs. */
  @Test
  @Spec("INT-09")
  void aVirtualThreadStaysOnItsCarrier() throws Exception {
    assertThat(
            OwnJvm.outputOf(
                OneCarrier.class,
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"))
        .containsExactly("waited, went in, and only then left the carrier");
  }

  /** The program of that process. */
  static final class OneCarrier {

    private OneCarrier() {}

    public static void main(String[] args) {
      BackoffLock lock = new BackoffLock();
      List<String> steps = Collections.synchronizedList(new ArrayList<>());
      lock.lock();
      CountDownLatch waiting = new CountDownLatch(1);
      Thread first =
          Thread.startVirtualThread(
              () -> {
                steps.add("waited");
                waiting.countDown();
                lock.lock();
                steps.add("went in");
                lock.unlock();
              });
      Thread second = Thread.startVirtualThread(() -> steps.add("and only then left the carrier"));
      Await.until("waits", () -> waiting.getCount() == 0);
      // Time enough for a thread that would leave its carrier to the other.
      for (int i = 0; i < 100; i++) {
        LockSupport.parkNanos(100_000);
      }
      lock.unlock();
      Await.ended(first);
      Await.ended(second);
      System.out.println(String.join(", ", steps));
    }
  }

  /** One of either kind waits, in the state that is its own, and is interrupted before or then. */
  @EveryThreadKind
  void anInterruptedThreadGetsInAndStaysInterrupted(ThreadKind kind) {
    lock.lock();
    CountDownLatch waiting = new CountDownLatch(1);
    Attempt<Void> other =
        kind.attempt(
            "other",
            () -> {
              Thread.currentThread().interrupt();
              waiting.countDown();
              count();
            });
    Await.until("waits", () -> waiting.getCount() == 0);
    if (kind == ThreadKind.PLATFORM) {
      awaitPause(other);
    }
    other.interrupt();
    lock.unlock();
    other.result();
    assertThat(other.leftInterrupted()).isTrue();
  }

  @Test
  void aTryGivesUpInAMoment() {
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.tryLock()).isFalse();
    lock.held = false;
    assertThat(lock.tryLock()).isTrue();
  }
}
