package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a semaphore gives to whom, and in which order. */
@ExtendWith(LeakCheck.class)
class WeightedSemaphoreTest {

  static final String WAIT = "semaphore acquire";

  private final WeightedSemaphore semaphore = WeightedSemaphore.of(10).named("memory");

  private Attempt<Void> acquirer(ThreadKind kind, long weight) {
    return kind.attempt("acquires " + weight, () -> semaphore.acquire(weight)).awaitBlocked(WAIT);
  }

  @Test
  @Spec({"SEM-01", "SEM-12", "FAIL-05"})
  void weightIsTakenAndGivenBackInAnyPortions() throws Exception {
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
    semaphore.acquire(3);
    semaphore.acquire(Context.background(), 4);
    assertThat(semaphore.tryAcquire(2)).isTrue();
    assertThat(semaphore.tryAcquire(1, Duration.ofDays(1))).isTrue();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
    assertThat(semaphore.tryAcquire(1)).isFalse();
    semaphore.release(9);
    semaphore.release(1);
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @EveryThreadKind
  @Spec({"SEM-01", "SEM-12"})
  void acquireWaitsForAReleaseByAnyThread(ThreadKind kind) {
    assertThat(semaphore.tryAcquire(8)).isTrue();
    Attempt<Void> waiter = acquirer(kind, 5);
    assertThat(semaphore).hasToString("memory(free=2, size=10, waiting=1)");
    kind.attempt("releases", () -> semaphore.release(2)).result();
    assertThat(semaphore).hasToString("memory(free=4, size=10, waiting=1)");
    assertThat(waiter.hasEnded()).isFalse();
    kind.attempt("releases", () -> semaphore.release(1)).result();
    waiter.result();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @EveryThreadKind
  @Spec({"SEM-02", "SEM-10"})
  void triesFailWhileAnybodyWaitsAndChangeNothing(ThreadKind kind) throws Exception {
    semaphore.acquire(5);
    Attempt<Void> waiter = acquirer(kind, 10);
    for (long weight : new long[] {0, 1, 5, 6, 10, 11}) {
      assertThat(semaphore.tryAcquire(weight)).as("weight %d", weight).isFalse();
      assertThat(semaphore.tryAcquire(weight, Duration.ZERO)).isFalse();
    }
    assertThat(semaphore).hasToString("memory(free=5, size=10, waiting=1)");
    semaphore.release(5);
    waiter.result();
    assertThat(semaphore.tryAcquire(1)).isFalse();
    assertThat(semaphore.tryAcquire(0)).as("nobody waits").isTrue();
    assertThat(semaphore.tryAcquire(11)).isFalse();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @EveryThreadKind
  @Spec({"SEM-02", "SEM-03"})
  void smallRequestsDoNotPassALargeOne(ThreadKind kind) throws Exception {
    semaphore.acquire(9);
    Attempt<Void> large = acquirer(kind, 10);
    Attempt<Void> small = acquirer(kind, 1);
    Attempt<Void> nothing = acquirer(kind, 0);
    semaphore.release(8);
    assertThat(semaphore).hasToString("memory(free=9, size=10, waiting=3)");
    assertThat(List.of(large, small, nothing)).noneMatch(Attempt::hasEnded);
    semaphore.release(1);
    large.result();
    assertThat(semaphore).hasToString("memory(free=0, size=10, waiting=2)");
    assertThat(nothing.hasEnded()).as("behind the small one").isFalse();
    semaphore.release(1);
    small.result();
    nothing.result();
    assertThat(semaphore).hasToString("memory(free=0, size=10)");
  }

  @EveryThreadKind
  @Spec("SEM-02")
  void waitersAreServedInTheOrderOfTheirArrival(ThreadKind kind) throws Exception {
    semaphore.acquire(10);
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiters.add(acquirer(kind, 5 + i % 3));
    }
    for (int i = 0; i < 20; i++) {
      semaphore.release(i == 0 ? 10 : 5 + (i - 1) % 3);
      waiters.get(i).result();
      assertThat(waiters.subList(i + 1, 20)).noneMatch(Attempt::hasEnded);
    }
  }

  @EveryThreadKind
  @Spec("SEM-11")
  void oneReleaseServesAllThatFit(ThreadKind kind) throws Exception {
    semaphore.acquire(10);
    List<Attempt<Void>> served = List.of(acquirer(kind, 3), acquirer(kind, 0), acquirer(kind, 4));
    Attempt<Void> fourth = acquirer(kind, 4);
    Attempt<Void> fifth = acquirer(kind, 1);
    semaphore.release(10);
    served.forEach(Attempt::result);
    assertThat(semaphore).hasToString("memory(free=3, size=10, waiting=2)");
    assertThat(fourth.hasEnded()).isFalse();
    assertThat(fifth.hasEnded()).isFalse();
    semaphore.release(3);
    fourth.result();
    fifth.result();
    assertThat(semaphore).hasToString("memory(free=1, size=10)");
  }

  @Test
  @Spec("SEM-11")
  void oneReleaseServesTenThousand() throws Exception {
    int count = 10_000;
    WeightedSemaphore large = WeightedSemaphore.of(count).named("large");
    large.acquire(count);
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(ThreadKind.VIRTUAL.attempt("waiter", () -> large.acquire(1)));
    }
    Await.until("all wait", () -> large.toString().endsWith("waiting=" + count + ")"));
    large.release(count);
    assertThat(large).hasToString("large(free=0, size=" + count + ")");
    waiters.forEach(Attempt::result);
  }

  @EveryThreadKind
  @Spec({"SEM-09", "FAIL-03", "FAIL-04"})
  void releasingMoreThanHeldIsRefusedAndChangesNothing(ThreadKind kind) throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(() -> semaphore.release(1))
        .withMessage("semaphore: released more than held: release(1) of memory(free=10, size=10)");
    semaphore.acquire(4);
    assertThatIllegalStateException()
        .isThrownBy(() -> semaphore.release(5))
        .withMessage("semaphore: released more than held: release(5) of memory(free=6, size=10)");
    assertThatIllegalStateException().isThrownBy(() -> semaphore.release(Long.MAX_VALUE));
    Attempt<Void> waiter = acquirer(kind, 7);
    assertThatIllegalStateException()
        .isThrownBy(() -> semaphore.release(5))
        .withMessageEndingWith("memory(free=6, size=10, waiting=1)");
    assertThat(waiter.hasEnded()).isFalse();
    semaphore.release(4);
    waiter.result();
    semaphore.release(7);
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @Test
  @Spec({"SEM-13", "FAIL-03", "FAIL-04"})
  void negativeWeightsAreRefusedAndChangeNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.acquire(-1))
        .withMessage("semaphore: negative weight: acquire(-1) of memory(free=10, size=10)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.acquire(Context.background(), Long.MIN_VALUE))
        .withMessageStartingWith("semaphore: negative weight: acquire(-9223372036854775808)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.tryAcquire(-1))
        .withMessageStartingWith("semaphore: negative weight: tryAcquire(-1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.tryAcquire(-1, Duration.ZERO))
        .withMessageStartingWith("semaphore: negative weight: tryAcquire(-1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.release(-1))
        .withMessageStartingWith("semaphore: negative weight: release(-1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightedSemaphore.of(-1))
        .withMessage("semaphore: negative size: -1");
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @Test
  @Spec("SEM-08")
  void moreThanTheSizeIsRefusedWhereItCouldOnlyHang() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.acquire(11))
        .withMessage("semaphore: weight above the size: acquire(11) of memory(free=10, size=10)");
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @EveryThreadKind
  @Spec("SEM-08")
  void whoWantsMoreThanTheSizeKeepsNobodyBack(ThreadKind kind) throws Exception {
    Attempt<Void> endless =
        kind.attempt("endless", () -> semaphore.acquire(Context.background(), 11));
    Attempt<Boolean> timed = kind.attempt("timed", () -> semaphore.tryAcquire(11, LONG));
    endless.awaitBlocked(WAIT);
    timed.awaitBlocked(WAIT);
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
    assertThat(semaphore.tryAcquire(10)).isTrue();
    Attempt<Void> waiter = acquirer(kind, 1);
    semaphore.release(10);
    waiter.result();
    endless.interrupt();
    timed.interrupt();
    assertThat(endless.failure()).isInstanceOf(InterruptedException.class);
    assertThat(timed.failure()).isInstanceOf(InterruptedException.class);
    assertThat(semaphore).hasToString("memory(free=9, size=10)");
  }

  private static final Duration LONG = Duration.ofDays(1);

  @EveryThreadKind
  @Spec("SEM-14")
  void nothingOfNothingIsHadAtOnce(ThreadKind kind) throws Exception {
    WeightedSemaphore empty = WeightedSemaphore.of(0).named("empty");
    empty.acquire(0);
    empty.acquire(Context.background(), 0);
    assertThat(empty.tryAcquire(0)).isTrue();
    assertThat(empty.tryAcquire(0, Duration.ZERO)).isTrue();
    empty.release(0);
    assertThat(empty.tryAcquire(1)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> empty.acquire(1));
    assertThatIllegalStateException().isThrownBy(() -> empty.release(1));
    Attempt<Void> tooMuch = kind.attempt("w", () -> empty.acquire(Context.background(), 1));
    tooMuch.awaitBlocked(WAIT);
    empty.acquire(0);
    tooMuch.interrupt();
    assertThat(tooMuch.failure()).isInstanceOf(InterruptedException.class);
    assertThat(empty).hasToString("empty(free=0, size=0)");
  }

  @Test
  @Spec("SEM-01")
  void theSizeMayBeTheLargestNumber() throws Exception {
    WeightedSemaphore largest = WeightedSemaphore.of(Long.MAX_VALUE).named("largest");
    largest.acquire(Long.MAX_VALUE);
    Attempt<Void> waiter =
        ThreadKind.VIRTUAL.attempt("waiter", () -> largest.acquire(Long.MAX_VALUE));
    waiter.awaitBlocked(WAIT);
    assertThat(largest).hasToString("largest(free=0, size=9223372036854775807, waiting=1)");
    largest.release(Long.MAX_VALUE - 1);
    assertThatIllegalStateException().isThrownBy(() -> largest.release(2));
    largest.release(1);
    waiter.result();
    largest.release(Long.MAX_VALUE);
    assertThatIllegalStateException().isThrownBy(() -> largest.release(1));
  }

  private int plain;

  @EveryThreadKind
  @Spec({"SEM-01", "SEM-15"})
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
                  if (round % 3 != 0 || !semaphore.tryAcquire(10)) {
                    semaphore.acquire(10);
                  }
                  plain++;
                  semaphore.release(10);
                }
              }));
    }
    attempts.forEach(Attempt::result);
    assertThat(plain).isEqualTo(threads * rounds);
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @Test
  @Spec({"INT-09", "INT-11"})
  void badArgumentsAreRefusedBeforeAnythingHappens() throws Exception {
    assertThatNullPointerException().isThrownBy(() -> semaphore.named(null)).withMessage("name");
    Thread.currentThread().interrupt();
    assertThatNullPointerException()
        .isThrownBy(() -> semaphore.acquire(null, -1))
        .withMessage("context");
    assertThatNullPointerException()
        .isThrownBy(() -> semaphore.tryAcquire(-1, null))
        .withMessage("timeout");
    assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(11));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.acquire(Context.background(), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.tryAcquire(-1, Duration.ofDays(1)));
    assertThat(semaphore.tryAcquire(1)).isTrue();
    semaphore.release(1);
    assertThat(Thread.interrupted()).as("the flag stays").isTrue();
    assertThat(semaphore).hasToString("memory(free=10, size=10)");
  }

  @EveryThreadKind
  void blockedThreadsSayWhatTheyWaitFor(ThreadKind kind) throws Exception {
    semaphore.acquire(8);
    Attempt<Void> waiter = acquirer(kind, 5);
    assertThat(LockSupport.getBlocker(waiter.thread()))
        .isInstanceOf(SemaphoreAcquireWait.class)
        .hasToString("semaphore acquire: 5 of memory(free=2, size=10, waiting=1)");
    semaphore.release(8);
    waiter.result();
    assertThat(WeightedSemaphore.of(1).toString())
        .matches("semaphore@[0-9a-f]+\\(free=1, size=1\\)");
  }

  @Test
  void theSampleLoadsAndGivesBack(@TempDir Path folder) throws Exception {
    Path image = Files.write(folder.resolve("image"), new byte[] {1, 2, 3});
    WeightedSemaphoreSamples samples = new WeightedSemaphoreSamples();
    byte[] scaled =
        samples.load(
            Context.background(),
            image,
            bytes -> {
              assertThat(samples.memory()).hasToString("memory(free=67108861, size=67108864)");
              return bytes;
            });
    assertThat(scaled).containsExactly(1, 2, 3);
    assertThat(samples.memory()).hasToString("memory(free=67108864, size=67108864)");
  }
}
