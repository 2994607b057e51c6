package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit: who waits for a place, who gets it, and who gives up. */
@ExtendWith(LeakCheck.class)
class ErrGroupLimitTest {

  private static final String GO = "errgroup go";

  private final ErrGroup group = ErrGroup.create().named("crawl").limit(1);
  private final Channel<Integer> gate = Channel.make();
  private final AtomicInteger ran = new AtomicInteger();
  private final Task counting = ran::incrementAndGet;

  private Attempt<Boolean> blockedGo(ThreadKind kind, ErrGroup group, Task task) {
    return kind.attempt("goer", () -> group.go(task)).awaitBlocked(GO);
  }

  @EveryThreadKind
  @Spec("ERRG-06")
  void goWaitsAtTheLimitAndTryGoDoesNot(ThreadKind kind) throws Exception {
    assertThat(group.go(gate::receive)).isTrue();
    assertThat(group.tryGo(counting)).isFalse();
    Attempt<Boolean> goer = blockedGo(kind, group, counting);
    assertThat(LockSupport.getBlocker(goer.thread()))
        .isInstanceOf(ErrGroupGoWait.class)
        .hasToString("errgroup go: crawl(running=1, limit=1, waiting=1)");
    gate.send(1);
    assertThat(goer.result()).isTrue();
    group.await();
    assertThat(ran.get()).isEqualTo(1);
    assertThat(group.tryGo(counting)).isTrue();
    group.await();
    assertThat(ran.get()).isEqualTo(2);
    assertThat(group).hasToString("crawl(running=0, limit=1)");
  }

  /** The sizes of Go's own test. */
  @Test
  @Spec("ERRG-06")
  void neverDoMoreRunThanTheLimitAllows() throws Exception {
    group.limit(10);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 1025; i++) {
      group.go(
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            ran.incrementAndGet();
          });
    }
    group.await();
    assertThat(most.get()).isBetween(1, 10);
    assertThat(ran.get()).isEqualTo(1025);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  @Spec("ERRG-07")
  void aNegativeLimitIsNone(int none) throws Exception {
    group.limit(none);
    for (int i = 0; i < 50; i++) {
      group.go(gate::receive);
    }
    assertThat(group.tryGo(counting)).isTrue();
    Await.until("only those at the gate are left", () -> group.toString().contains("running=50"));
    assertThat(group).hasToString("crawl(running=50)");
    gate.close();
    group.await();
  }

  @EveryThreadKind
  @Spec({"ERRG-07", "ERRG-09"})
  void nothingStartsAtALimitOfZero(ThreadKind kind) throws Exception {
    group.limit(0);
    assertThat(group.tryGo(counting)).isFalse();
    List<Attempt<Boolean>> goers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      goers.add(blockedGo(kind, group, gate::receive));
    }
    group.await();
    assertThat(group).hasToString("crawl(running=0, limit=0, waiting=3)");
    group.limit(2);
    assertThat(goers.get(0).result()).isTrue();
    assertThat(goers.get(1).result()).isTrue();
    assertThat(group).hasToString("crawl(running=2, limit=2, waiting=1)");
    assertThat(group.tryGo(counting)).isFalse();
    gate.send(1);
    assertThat(goers.get(2).result()).isTrue();
    gate.close();
    group.await();
    group.limit(0);
    Attempt<Boolean> last = blockedGo(kind, group, counting);
    group.limit(-1);
    assertThat(last.result()).isTrue();
    group.await();
    assertThat(ran.get()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec({"ERRG-08", "ERRG-09", "FAIL-03", "FAIL-04"})
  void theLimitIsNotChangedWhileTasksRun(ThreadKind kind) throws Exception {
    group.limit(2);
    group.go(gate::receive);
    for (int refused : new int[] {3, -1, 0}) {
      assertThatIllegalStateException()
          .isThrownBy(() -> group.limit(refused))
          .withMessage(
              "errgroup: modify limit while 1 goroutines in the group are still active: limit("
                  + refused
                  + ") of crawl(running=1, limit=2): set it before the first go, or after await");
    }
    group.go(gate::receive);
    assertThat(group.tryGo(counting)).isFalse();
    Attempt<Boolean> goer = blockedGo(kind, group, counting);
    assertThatIllegalStateException()
        .isThrownBy(() -> group.limit(7))
        .withMessageContaining("while 2 goroutines in the group");
    assertThat(group).hasToString("crawl(running=2, limit=2, waiting=1)");
    gate.close();
    assertThat(goer.result()).isTrue();
    group.await();
    assertThat(group.limit(7)).isSameAs(group).hasToString("crawl(running=0, limit=7)");
  }

  @Test
  @Spec("ERRG-08")
  void noLimitIsNotChangedWhileTasksRunEither() throws Exception {
    ErrGroup unlimited = ErrGroup.create();
    unlimited.go(gate::receive);
    assertThatIllegalStateException().isThrownBy(() -> unlimited.limit(1));
    assertThat(unlimited.tryGo(gate::receive)).isTrue();
    gate.close();
    unlimited.await();
  }

  /** As a thread does that comes while the first limit is set, and is slow to see that. */
  @Test
  @Spec({"ERRG-08", "ERRG-09"})
  void whoFindsNoPlaceDoesNotKeepTheLimitAsItIs() throws Exception {
    group.limit(0);
    group.places.tasks.raise();
    assertThat(group.limit(2).toString()).endsWith("limit=2)");
    group.places.tasks.done();
    assertThat(group.tryGo(counting)).isTrue();
    group.await();
    assertThat(group).hasToString("crawl(running=0, limit=2)");
  }

  @EveryThreadKind
  @Spec({"ERRG-10", "INT-05"})
  void whoWaitsGivesUpWithTheContext(ThreadKind kind) throws Exception {
    IOException failure = new IOException("first");
    ErrGroup own = ErrGroup.withContext(Context.background()).limit(2);
    own.go(gate::receive);
    own.go(
        () -> {
          gate.receive();
          throw failure;
        });
    Attempt<Boolean> goer = blockedGo(kind, own, counting);
    CancelableContext context = (CancelableContext) own.context();
    context.cancel(failure);
    assertThat(goer.result()).isFalse();
    assertThat(own.go(counting)).as("at the limit, and too late").isFalse();
    assertThat(own.toString()).endsWith("(running=2, limit=2)");
    gate.send(1);
    Await.until("a place is free", () -> own.toString().contains("running=1"));
    assertThat(own.go(counting)).as("below the limit, and nobody looks").isTrue();
    gate.close();
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(ran.get()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec({"ERRG-10", "INT-02", "INT-04", "INT-05"})
  void anInterruptEndsTheWaitForAPlace(ThreadKind kind) throws Exception {
    group.go(gate::receive);
    Attempt<Boolean> leaves = blockedGo(kind, group, counting);
    Attempt<Boolean> stays = blockedGo(kind, group, counting);
    leaves.interrupt();
    assertThat(leaves.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(leaves.leftInterrupted()).isFalse();
    assertThat(group).hasToString("crawl(running=1, limit=1, waiting=1)");
    gate.close();
    assertThat(stays.result()).isTrue();
    group.await();
    assertThat(ran.get()).isEqualTo(1);
  }

  /** The place has been handed over before the interrupt: it is used, and the flag stays. */
  @EveryThreadKind
  @Spec({"ERRG-10", "INT-03"})
  void aPlaceThatCameFirstStands(ThreadKind kind) throws Exception {
    assertThat(group.places.tryEnter()).isTrue();
    Attempt<Boolean> goer = blockedGo(kind, group, counting);
    ErrGroupGoWait next = group.places.passOn(); // and does not wake it
    assertThat(next).isSameAs(LockSupport.getBlocker(goer.thread()));
    goer.interrupt();
    assertThat(goer.result()).isTrue();
    assertThat(goer.leftInterrupted()).isTrue();
    group.await();
    assertThat(ran.get()).isEqualTo(1);
  }

  /** As a thread does whose wait fails when its place is there. */
  @EveryThreadKind
  @Spec({"INT-04", "INT-12"})
  void aPlaceThatComesToAWaitThatFailsGoesOn(ThreadKind kind) throws Exception {
    assertThat(group.places.tryEnter()).isTrue();
    ErrGroupGoWait failing = new ErrGroupGoWait(group);
    assertThat(group.places.takeOrQueue(failing)).isNull();
    Attempt<Boolean> behind = blockedGo(kind, group, counting);
    assertThat(group.places.passOn()).isSameAs(failing);
    group.places.giveUp(failing);
    assertThat(behind.result()).isTrue();
    group.await();
    assertThat(group).hasToString("crawl(running=0, limit=1)");
  }

  @EveryThreadKind
  @Spec("ERRG-11")
  void aFreedPlaceGoesToTheFirstThatWaits(ThreadKind kind) throws Exception {
    Queue<Integer> order = new ConcurrentLinkedQueue<>();
    group.go(gate::receive);
    List<Attempt<Boolean>> goers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      goers.add(
          blockedGo(
              kind,
              group,
              () -> {
                order.add(number);
                gate.receive();
              }));
    }
    for (int i = 0; i < 5; i++) {
      gate.send(1);
      assertThat(group.tryGo(counting)).isFalse();
      assertThat(goers.get(i).result()).isTrue();
    }
    gate.close();
    group.await();
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @EveryThreadKind
  @Spec({"ERRG-02", "ERRG-06"})
  void awaitWaitsForThoseThatGetAPlace(ThreadKind kind) throws Exception {
    group.go(gate::receive);
    Attempt<Boolean> goer = blockedGo(kind, group, gate::receive);
    Attempt<Void> waiter = kind.attempt("waiter", group::await).awaitBlocked(ErrGroupTest.WAIT);
    gate.send(1);
    goer.result();
    assertThat(waiter.hasEnded()).isFalse();
    gate.send(1);
    waiter.result();
  }

  @Test
  @Spec("ERRG-06")
  void submitWaitsAtTheLimitToo() throws Exception {
    ErrGroup own = ErrGroup.withContext(Context.background()).limit(1);
    Subtask<String> running = own.submit(() -> "ran: " + gate.receive());
    ((CancelableContext) own.context()).cancel();
    Subtask<String> refused = own.submit(() -> "too late");
    assertThat(refused).hasToString("subtask(not started)");
    assertThatIllegalStateException()
        .isThrownBy(refused::get)
        .withMessageStartingWith("errgroup: subtask was not started: ");
    assertThat(refused.failure()).isNull();
    gate.send(1);
    own.await();
    assertThat(running.get()).isEqualTo("ran: 1");
  }
}
