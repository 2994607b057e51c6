package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Waits that end with an error, as for lack of memory or stack: others get what they had got. */
@ExtendWith(LeakCheck.class)
@Isolated("injects a time source")
class FailingWaitsTest {

  private static final Duration LONG = Duration.ofDays(1);

  private final TimeSource real = TimeSource.current();
  private final AtomicInteger parked = new AtomicInteger();
  private final CompletableFuture<Void> fails = new CompletableFuture<>();
  private final TimeSource.Injected injected = TimeSource.inject(() -> new FailingPark());

  @AfterEach
  void endInjection() {
    injected.close();
  }

  /** Timed parks stop until the test lets them fail. */
  private final class FailingPark implements TimeSource {
    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public Instant instant() {
      return real.instant();
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      if (deadline == FOREVER) {
        LockSupport.park(blocker);
        return;
      }
      parked.incrementAndGet();
      fails.join();
      throw new StackOverflowError("in a park");
    }

    @Override
    public Scheduler scheduler() {
      return real.scheduler();
    }
  }

  private static void assertFailed(Attempt<?> attempt) {
    assertThat(attempt.failure()).isInstanceOf(StackOverflowError.class);
  }

  private static Attempt<Void> lock(ThreadKind kind, Mutex mutex) {
    return kind.attempt("behind", () -> mutex.lock()).awaitBlocked(MutexTest.REASON);
  }

  /** So many are past the point from which only a wake-up or a failure can lead. */
  private void awaitParked(int count) {
    Await.until("they wait", () -> parked.get() == count);
  }

  @EveryThreadKind
  @Spec({"INT-04", "INT-12"})
  void aFailingWaiterLeavesTheLine(ThreadKind kind) {
    Mutex mutex = new Mutex();
    mutex.lock();
    Attempt<Boolean> failing = kind.attempt("failing", () -> mutex.tryLock(LONG));
    awaitParked(1);
    Attempt<Void> behind = lock(kind, mutex);
    fails.complete(null);
    assertFailed(failing);
    mutex.unlock();
    behind.result();
    assertThat(mutex.toString()).endsWith("(locked)");
  }

  @EveryThreadKind
  @Spec({"INT-04", "INT-12"})
  void aFailedWaitPassesTheLockOn(ThreadKind kind) {
    Mutex mutex = new Mutex();
    mutex.lock();
    Attempt<Boolean> failing = kind.attempt("failing", () -> mutex.tryLock(LONG));
    awaitParked(1);
    Attempt<Void> behind = lock(kind, mutex);
    mutex.unlock();
    fails.complete(null);
    assertFailed(failing);
    behind.result();
    mutex.unlock();
    assertThat(mutex.toString()).endsWith("(unlocked)");
  }

  @EveryThreadKind
  @Spec({"INT-04", "INT-12"})
  void aFailingReaderOrWriterChangesNothing(ThreadKind kind) {
    RWMutex mutex = new RWMutex();
    mutex.lock();
    Attempt<Boolean> reader = kind.attempt("reader", () -> mutex.tryRLock(LONG));
    awaitParked(1);
    Attempt<Boolean> letIn = kind.attempt("let in", () -> mutex.tryRLock(LONG));
    awaitParked(2);
    mutex.unlock(); // lets them in
    fails.complete(null);
    assertFailed(reader);
    assertFailed(letIn);
    assertThat(mutex.toString()).endsWith("(unlocked)");

    mutex.rLock();
    assertFailed(kind.attempt("writer", () -> mutex.tryLock(LONG)));
    assertThat(mutex.toString()).endsWith("(readers=1)");
    assertThat(mutex.tryRLock()).isTrue();
    mutex.rUnlock();
    mutex.rUnlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec({"SEM-07", "INT-04", "INT-12"})
  void whoFailsAtTheFrontLetsOthersThrough(ThreadKind kind) throws Exception {
    WeightedSemaphore semaphore = WeightedSemaphore.of(10).named("memory");
    semaphore.acquire(5);
    Attempt<Boolean> failing = kind.attempt("failing", () -> semaphore.tryAcquire(6, LONG));
    awaitParked(1);
    Attempt<Void> behind = kind.attempt("behind", () -> semaphore.acquire(5));
    behind.awaitBlocked(WeightedSemaphoreTest.WAIT);
    fails.complete(null);
    assertFailed(failing);
    behind.result();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @EveryThreadKind
  @Spec({"INT-04", "INT-12"})
  void whoWasServedAndFailsReleasesWhatItGot(ThreadKind kind) throws Exception {
    WeightedSemaphore semaphore = WeightedSemaphore.of(10).named("memory");
    semaphore.acquire(10);
    Attempt<Boolean> failing = kind.attempt("failing", () -> semaphore.tryAcquire(10, LONG));
    awaitParked(1);
    Attempt<Void> behind = kind.attempt("behind", () -> semaphore.acquire(4));
    behind.awaitBlocked(WeightedSemaphoreTest.WAIT);
    semaphore.release(10);
    assertThat(behind.hasEnded()).isFalse();
    fails.complete(null);
    assertFailed(failing);
    behind.result();
    assertThat(semaphore).hasToString("memory(free=6, size=10)");
  }

  @EveryThreadKind
  @Spec({"INT-04", "INT-12"})
  void aFailedGroupWaitIsNotCounted(ThreadKind kind) {
    WaitGroup group = new WaitGroup().named("tasks");
    group.add(1);
    Attempt<Boolean> failing = kind.attempt("failing", () -> group.await(LONG));
    awaitParked(1);
    assertThat(group).hasToString("tasks(count=1, waiting=1)");
    fails.complete(null);
    assertFailed(failing);
    assertThat(group).hasToString("tasks(count=1, waiting=0)");
    group.done();
    group.add(1); // which is no reuse before a wait has returned
    assertThat(group.count()).isEqualTo(1);
  }
}
