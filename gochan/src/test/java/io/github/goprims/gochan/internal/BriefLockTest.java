package io.github.goprims.gochan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class BriefLockTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 20_000;

  private final BriefLock lock = new BriefLock();
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
  @EveryThreadKind
  void getsOutOfTheWayOfAHolderThatDoesNotLeave(ThreadKind kind) {
    lock.lock();
    Attempt<Void> other = kind.attempt("other", this::count);
    Await.until("a pause", () -> LockSupport.getBlocker(other.thread()) == lock);
    assertThat(count).isZero();
    lock.unlock();
    other.result();
    assertThat(count).isEqualTo(ROUNDS);
  }

  @EveryThreadKind
  void anInterruptedThreadGetsInAndStaysInterrupted(ThreadKind kind) {
    lock.lock();
    Attempt<Void> other =
        kind.attempt(
            "other",
            () -> {
              Thread.currentThread().interrupt();
              count();
            });
    Await.until("a pause", () -> LockSupport.getBlocker(other.thread()) == lock);
    lock.unlock();
    other.result();
    assertThat(other.leftInterrupted()).isTrue();
  }
}
