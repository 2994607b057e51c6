package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks of a group, and the wait for all of them. */
@ExtendWith(LeakCheck.class)
class ErrGroupTest {

  static final String WAIT = "errgroup wait";

  private final ErrGroup group = ErrGroup.create().named("fetches");
  private final ErrGroup own = ErrGroup.withContext(Context.background());

  @Test
  @Spec({"ERRG-01", "FAIL-05"})
  void aNewGroupWorksWithoutLimitAndContext() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    group.await();
    for (int i = 0; i < 100; i++) {
      assertThat(group.go(ran::incrementAndGet)).isTrue();
    }
    group.await();
    assertThat(ran.get()).isEqualTo(100);
    assertThat(group.context()).isSameAs(Context.background());
    FailingTasks.run(group, new IOException("no reason to stop"));
    assertThat(group.go(ran::incrementAndGet)).isTrue();
    assertThat(catchThrowable(group::await)).hasMessage("no reason to stop");
    assertThat(ran.get()).isEqualTo(101);
  }

  @Test
  @Spec("INT-11")
  void aTaskMayHaveAName() throws Exception {
    List<String> names = Collections.synchronizedList(new ArrayList<>());
    group.limit(1);
    assertThat(group.go("fetch-1", () -> names.add(Thread.currentThread().getName()))).isTrue();
    assertThat(group.go("fetch-2", () -> names.add(Thread.currentThread().getName()))).isTrue();
    group.await();
    assertThat(names).containsExactly("fetch-1", "fetch-2"); // one at a time

    assertThatNullPointerException()
        .isThrownBy(() -> group.go(null, () -> names.add("started")))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> group.go("fetch-3", null))
        .withMessage("task");
    group.await();
    assertThat(names).hasSize(2);
  }

  @EveryThreadKind
  @Spec({"ERRG-02", "ERRG-16"})
  void awaitReturnsWhenAllHaveEnded(ThreadKind kind) throws Exception {
    Channel<Integer> gate = Channel.make();
    int[] written = new int[3];
    for (int i = 0; i < 3; i++) {
      int index = i;
      group.go(
          () -> {
            gate.receive();
            written[index] = 1 + index;
          });
    }
    Attempt<Void> first = kind.attempt("first", group::await).awaitBlocked(WAIT);
    Attempt<Void> second = kind.attempt("second", group::await).awaitBlocked(WAIT);
    gate.send(1);
    gate.send(1);
    Await.until("two have ended", () -> group.toString().equals("fetches(running=1)"));
    assertThat(first.hasEnded()).isFalse();
    assertThat(second.hasEnded()).isFalse();
    gate.send(1);
    first.result();
    second.result();
    assertThat(written).containsExactly(1, 2, 3);
  }

  @Test
  @Spec("INT-01")
  void theInterruptFlagIsRefusedAtEntry() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(group::await)).isExactlyInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(() -> group.go(ran::incrementAndGet)))
        .isExactlyInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(() -> group.submit(ran::incrementAndGet)))
        .isExactlyInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThat(group.tryGo(ran::incrementAndGet)).isTrue();
    assertThat(Thread.interrupted()).as("a try ignores the flag").isTrue();
    group.await();
    assertThat(ran.get()).isEqualTo(1);
  }

  @Test
  @Spec({"ERRG-10", "ERRG-12"})
  void tasksStartAfterAFailureToo() throws Exception {
    IOException failure = new IOException("for ever");
    AtomicInteger ran = new AtomicInteger();
    FailingTasks.run(own, failure);
    assertThat(own.go(ran::incrementAndGet)).isTrue();
    assertThat(own.tryGo(ran::incrementAndGet)).isTrue();
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(own.go(ran::incrementAndGet)).isTrue();
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(ran.get()).isEqualTo(3);
  }

  @Test
  @Spec("ERRG-13")
  void tasksMayStartTasks() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    startTree(6, ran);
    group.await();
    assertThat(ran.get()).isEqualTo(127);
  }

  private void startTree(int depth, AtomicInteger ran) throws InterruptedException {
    group.go(
        () -> {
          if (depth > 0) {
            startTree(depth - 1, ran);
            startTree(depth - 1, ran);
          }
          ran.incrementAndGet();
        });
  }

  /** Where a wait group refuses to be used again, since tasks of a group come at any time. */
  @EveryThreadKind
  @Spec({"ERRG-12", "ERRG-13"})
  void aTaskMayComeWhileWaitersAreOnTheirWayOut(ThreadKind kind) throws Exception {
    Channel<Integer> gate = Channel.make();
    AtomicInteger ran = new AtomicInteger();
    group.go(gate::receive);
    Attempt<Void> waiter = kind.attempt("waiter", group::await).awaitBlocked(WAIT);
    ErrGroupWait blocker = (ErrGroupWait) LockSupport.getBlocker(waiter.thread());
    assertThat(blocker.settle(WaitGroup.ZERO)).isTrue();
    gate.close();
    Await.until("it has ended", () -> group.toString().equals("fetches(running=0)"));
    assertThat(group.go(ran::incrementAndGet)).isTrue();
    group.await();
    blocker.wake();
    waiter.result();
    assertThat(ran.get()).isEqualTo(1);
  }

  @Test
  void tasksRunInGoroutines() throws Exception {
    Channel<Thread> threads = Channel.make(1);
    group.go(() -> threads.send(Thread.currentThread()));
    assertThat(threads.receive().isVirtual()).isTrue();
    group.await();
  }

  @Test
  @Spec({"INT-11", "FAIL-03"})
  void nullIsRefusedBeforeAnythingHappens() {
    assertThatNullPointerException().isThrownBy(() -> group.go(null)).withMessage("task");
    assertThatNullPointerException().isThrownBy(() -> group.tryGo(null)).withMessage("task");
    assertThatNullPointerException().isThrownBy(() -> group.submit(null)).withMessage("task");
    assertThatNullPointerException().isThrownBy(() -> group.named(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> ErrGroup.withContext(null))
        .withMessage("parent");
    Thread.currentThread().interrupt();
    assertThatNullPointerException().isThrownBy(() -> group.go(null)).withMessage("task");
    assertThat(Thread.interrupted()).as("null comes before the flag").isTrue();
    assertThat(group).hasToString("fetches(running=0)");
  }

  @EveryThreadKind
  void blockedThreadsSayWhatTheyWaitFor(ThreadKind kind) throws Exception {
    Channel<Integer> gate = Channel.make();
    group.go(gate::receive);
    Attempt<Void> waiter = kind.attempt("waiter", group::await).awaitBlocked(WAIT);
    assertThat(LockSupport.getBlocker(waiter.thread()))
        .isInstanceOf(ErrGroupWait.class)
        .hasToString("errgroup wait: fetches(running=1)");
    gate.close();
    waiter.result();
    assertThat(ErrGroup.create().toString()).matches("errgroup@[0-9a-f]+\\(running=0\\)");
  }

  @Test
  void theSampleFetchesAllOrTellsOfTheFirstFailure() throws Exception {
    Queue<URI> fetched = new ConcurrentLinkedQueue<>();
    List<URI> addresses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      addresses.add(URI.create("http://host/" + i));
    }
    ErrGroupSamples.Fetcher fetcher = fetcher(fetched);
    ErrGroupSamples.fetchAll(Context.background(), addresses, fetcher);
    assertThat(fetched).containsExactlyInAnyOrderElementsOf(addresses);
    List<URI> bad = List.of(URI.create("http://bad"), URI.create("http://host"));
    assertThat(catchThrowable(() -> ErrGroupSamples.fetchAll(Context.background(), bad, fetcher)))
        .hasMessage("404 http://bad");
    assertThat(ErrGroupSamples.page(group, fetcher, URI.create("a"), URI.create("b")))
        .isEqualTo("ab");
  }

  private static ErrGroupSamples.Fetcher fetcher(Queue<URI> fetched) {
    return new ErrGroupSamples.Fetcher() {
      @Override
      public void fetch(Context ctx, URI address) throws Exception {
        if (address.toString().contains("bad")) {
          throw new IOException("404 " + address);
        }
        fetched.add(address);
      }

      @Override
      public String text(URI address) {
        return address.toString();
      }
    };
  }
}
