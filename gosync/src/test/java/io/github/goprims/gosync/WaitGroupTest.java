package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The counter, its misuse, and the release of those who wait. */
@ExtendWith(LeakCheck.class)
class WaitGroupTest {

  static final String WAIT = "sync.WaitGroup.Wait";

  private final WaitGroup group = new WaitGroup().named("uploads");

  private List<Attempt<Void>> waiters(ThreadKind kind, int number) {
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      waiters.add(kind.attempt("waiter", () -> group.await()));
    }
    waiters.forEach(waiter -> waiter.awaitBlocked(WAIT));
    return waiters;
  }

  @Test
  @Spec({"WG-01", "FAIL-05"})
  void zeroNeedsNoWait() throws Exception {
    group.await();
    group.add(1);
    group.done();
    group.await();
    assertThat(group.count()).isZero();
  }

  @EveryThreadKind
  @Spec({"WG-01", "WG-02", "WG-03"})
  void zeroReleasesAllWhoWait(ThreadKind kind) {
    group.add(3);
    List<Attempt<Void>> waiters = waiters(kind, 16);
    assertThat(group).hasToString("uploads(count=3, waiting=16)");
    group.done();
    group.add(1);
    group.add(-2);
    assertThat(waiters).noneMatch(Attempt::hasEnded);
    group.done();
    waiters.forEach(Attempt::result);
    assertThat(group).hasToString("uploads(count=0, waiting=0)");
  }

  @EveryThreadKind
  @Spec("WG-04")
  void nobodyReturnsEarly(ThreadKind kind) throws Exception {
    for (int round = 0; round < 300; round++) {
      int tasks = 1 + round % 5;
      WaitGroup tasksOfRound = new WaitGroup();
      AtomicInteger ended = new AtomicInteger();
      tasksOfRound.add(tasks);
      for (int i = 0; i < tasks; i++) {
        kind.start(
            "task",
            () -> {
              ended.incrementAndGet();
              tasksOfRound.done();
            });
      }
      tasksOfRound.await();
      assertThat(ended.get()).isEqualTo(tasks);
    }
  }

  @EveryThreadKind
  @Spec({"WG-05", "FAIL-03", "FAIL-04"})
  void belowZeroIsRefusedAndChangesNothing(ThreadKind kind) {
    assertThatIllegalStateException()
        .isThrownBy(group::done)
        .withMessage("sync: negative WaitGroup counter: add(-1) to uploads(count=0, waiting=0)");
    group.add(2);
    List<Attempt<Void>> waiters = waiters(kind, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> group.add(-3))
        .withMessage("sync: negative WaitGroup counter: add(-3) to uploads(count=2, waiting=1)");
    assertThatIllegalStateException().isThrownBy(() -> group.add(Integer.MIN_VALUE));
    assertThat(group.count()).isEqualTo(2);
    group.add(-2);
    waiters.getFirst().result();
  }

  @Test
  @Spec({"WG-15", "FAIL-04"})
  void overflowIsRefusedAndChangesNothing() {
    group.add(Integer.MAX_VALUE);
    assertThatIllegalStateException()
        .isThrownBy(() -> group.add(1))
        .withMessage(
            "sync: WaitGroup counter overflow: add(1) to uploads(count=2147483647, waiting=0)");
    assertThatIllegalStateException().isThrownBy(() -> group.add(Integer.MAX_VALUE));
    group.add(-Integer.MAX_VALUE);
    assertThat(group.count()).isZero();
  }

  @EveryThreadKind
  @Spec("WG-06")
  void addsAreFreeWhileSomethingRuns(ThreadKind kind) {
    group.add(1);
    Attempt<Void> waiter = waiters(kind, 1).getFirst();
    for (int i = 0; i < 10; i++) {
      group.add(2);
      group.done();
    }
    group.add(-10);
    assertThat(waiter.hasEnded()).isFalse();
    group.done();
    waiter.result();
  }

  /** A waiter that has been settled and not woken is one that is on its way out. */
  @EveryThreadKind
  @Spec({"WG-07", "WG-08", "FAIL-04"})
  void reuseBeforeAllHaveReturnedIsRefused(ThreadKind kind) throws Exception {
    AtomicInteger ran = new AtomicInteger();
    group.add(1);
    Attempt<Void> waiter = waiters(kind, 1).getFirst();
    WaitGroupWait blocker = (WaitGroupWait) LockSupport.getBlocker(waiter.thread());
    assertThat(blocker.settle(WaitGroup.ZERO)).isTrue();
    group.done();
    assertThatIllegalStateException()
        .isThrownBy(() -> group.add(1))
        .withMessage(
            "sync: WaitGroup is reused before previous Wait has returned:"
                + " add(1) to uploads(count=0, waiting=1)");
    assertThatIllegalStateException().isThrownBy(() -> group.go(ran::incrementAndGet));
    assertThat(group.count()).isZero();
    group.add(0);
    group.await();
    blocker.wake();
    waiter.result();
    group.go(ran::incrementAndGet);
    group.await();
    assertThat(ran.get()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec("WG-09")
  void aGroupCanBeUsedAgain(ThreadKind kind) {
    for (int round = 0; round < 8; round++) {
      group.add(16);
      List<Attempt<Void>> waiters = waiters(kind, 16);
      for (int i = 0; i < 16; i++) {
        kind.start("task", group::done);
      }
      waiters.forEach(Attempt::result);
    }
  }

  @Test
  @Spec("WG-10")
  void goCountsUpFirstAndDownLast() throws Exception {
    Channel<Integer> gate = Channel.make();
    Thread thread = group.go(gate::receive);
    assertThat(group.count()).isEqualTo(1);
    assertThat(thread.isVirtual()).isTrue();
    gate.send(1);
    group.await();
    Await.ended(thread);
    assertThat(group.count()).isZero();
  }

  @Test
  @Spec("WG-11")
  void aTaskMayHaveAName() throws Exception {
    Channel<String> names = Channel.make(1);
    Thread thread = group.go("upload-7", () -> names.send(Thread.currentThread().getName()));
    group.await();
    assertThat(thread.getName()).isEqualTo("upload-7");
    assertThat(names.receive()).isEqualTo("upload-7");
    assertThatNullPointerException().isThrownBy(() -> group.go(null, () -> {})).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> group.go("n", null)).withMessage("task");
    assertThat(group.count()).isZero();
  }

  @Test
  @Spec({"WG-11", "FAIL-01"})
  void aFailedTaskCountsAndReachesTheHandler() throws Exception {
    Exception failure = new Exception("checked");
    Channel<Throwable> caught = Channel.make(1);
    Channel<Integer> gate = Channel.make();
    Thread thread =
        group.go(
            () -> {
              gate.receive();
              throw failure;
            });
    thread.setUncaughtExceptionHandler((t, thrown) -> caught.trySend(thrown));
    gate.close();
    group.await();
    assertThat(caught.receive()).isSameAs(failure);
    Await.ended(thread);
  }

  @Test
  @Spec("WG-11")
  void misuseDoesNotHideATasksFailure() throws Exception {
    Exception failure = new Exception("first");
    Channel<Throwable> caught = Channel.make(1);
    Channel<Integer> gate = Channel.make();
    Thread thread =
        group.go(
            () -> {
              gate.receive();
              group.done();
              throw failure;
            });
    thread.setUncaughtExceptionHandler((t, thrown) -> caught.trySend(thrown));
    gate.close();
    assertThat(caught.receive()).isSameAs(failure);
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(misuse -> assertThat(misuse).hasMessageContaining("negative WaitGroup counter"));
    Await.ended(thread);
  }

  @Test
  @Spec("WG-12")
  void aTaskThatIsToldToStopCounts() throws Exception {
    Thread thread = group.go(() -> Channel.nil().receive());
    thread.interrupt();
    group.await();
    Await.ended(thread);
  }

  @Test
  @Spec("WG-13")
  void tasksMayStartTasks() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    startTree(6, ran);
    group.await();
    assertThat(ran.get()).isEqualTo(127);
  }

  private void startTree(int depth, AtomicInteger ran) {
    group.go(
        () -> {
          if (depth > 0) {
            startTree(depth - 1, ran);
            startTree(depth - 1, ran);
          }
          ran.incrementAndGet();
        });
  }

  @Test
  @Spec("WG-16")
  void addOfZeroChangesNothing() {
    group.add(0);
    assertThat(group.count()).isZero();
    group.add(2);
    group.add(0);
    assertThat(group.count()).isEqualTo(2);
  }

  @Test
  @Spec({"INT-09", "INT-11"})
  void badArgumentsAreRefusedBeforeAnythingHappens() {
    assertThatNullPointerException().isThrownBy(() -> group.go(null)).withMessage("task");
    assertThatNullPointerException().isThrownBy(() -> group.named(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> group.await((Duration) null))
        .withMessage("timeout");
    assertThatNullPointerException()
        .isThrownBy(() -> group.await((Context) null))
        .withMessage("context");
    assertThat(group).hasToString("uploads(count=0, waiting=0)");
    Thread.currentThread().interrupt();
    group.add(1);
    group.done();
    assertThat(Thread.interrupted()).as("who counts does not look at the flag").isTrue();
  }

  @EveryThreadKind
  void blockedThreadsSayWhatTheyWaitFor(ThreadKind kind) {
    group.add(1);
    Attempt<Void> waiter = waiters(kind, 1).getFirst();
    assertThat(LockSupport.getBlocker(waiter.thread()))
        .isInstanceOf(WaitGroupWait.class)
        .hasToString("sync.WaitGroup.Wait: uploads(count=1, waiting=1)");
    group.done();
    waiter.result();
    assertThat(new WaitGroup().toString()).matches("waitgroup@[0-9a-f]+\\(count=0, waiting=0\\)");
  }

  @Test
  void theSampleFetchesAll() throws Exception {
    Queue<URI> fetched = new ConcurrentLinkedQueue<>();
    List<URI> addresses = List.of(URI.create("http://a"), URI.create("http://b"));
    WaitGroupSamples.fetchAll(addresses, fetched::add);
    assertThat(fetched).containsExactlyInAnyOrderElementsOf(addresses);
  }
}
