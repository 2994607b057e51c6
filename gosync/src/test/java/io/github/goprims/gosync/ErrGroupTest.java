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
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks, their failures, the context of the group, and the wait for all of them. */
@ExtendWith(LeakCheck.class)
class ErrGroupTest {

  static final String WAIT = "errgroup wait";

  private final ErrGroup group = ErrGroup.create().named("fetches");
  private final ErrGroup own = ErrGroup.withContext(Context.background());

  /** One after the other, so that their order in time is known. */
  private static void fail(ErrGroup group, Throwable... failures) throws Exception {
    for (Throwable failure : failures) {
      Channel<Integer> ended = Channel.make();
      group.go(
          () -> {
            ended.close();
            throwAsItIs(failure);
          });
      ended.receive();
      Await.until("it has failed", () -> group.toString().contains("running=0"));
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void throwAsItIs(Throwable failure) throws X {
    throw (X) failure;
  }

  private static List<Throwable> exceptions(int number) {
    List<Throwable> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      made.add(new IOException("failure " + i));
    }
    return made;
  }

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
    fail(group, new IOException("no reason to stop"));
    assertThat(group.go(ran::incrementAndGet)).isTrue();
    assertThat(catchThrowable(group::await)).hasMessage("no reason to stop");
    assertThat(ran.get()).isEqualTo(101);
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

  @EveryThreadKind
  @Spec({"ERRG-02", "ERRG-17"})
  void theFirstFailureInTimeIsThrownAsItIs(ThreadKind kind) throws Exception {
    IOException failure = new IOException("first in time");
    Channel<Integer> gate = Channel.make();
    group.go(
        () -> {
          gate.receive();
          throw new IOException("started first");
        });
    failBesideAnother(group, failure);
    Attempt<Void> first = kind.attempt("first", group::await).awaitBlocked(WAIT);
    Attempt<Void> second = kind.attempt("second", group::await).awaitBlocked(WAIT);
    gate.close();
    assertThat(first.failure()).isSameAs(failure);
    assertThat(second.failure()).isSameAs(failure);
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    assertThat(failure.getSuppressed())
        .singleElement()
        .hasToString("java.io.IOException: started first");
  }

  /** As fail, while another task runs. */
  private static void failBesideAnother(ErrGroup group, Exception failure) throws Exception {
    group.go(
        () -> {
          throw failure;
        });
    Await.until("it has failed", () -> group.toString().contains("running=1"));
  }

  @Test
  @Spec("ERRG-03")
  void laterFailuresAreSuppressedInTheFirstUpToSixteen() throws Exception {
    List<Throwable> failures = exceptions(20);
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    for (Throwable failure : failures) {
      group.go(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> uncaught.add(thrown));
            throwAsItIs(failure);
          });
      Await.until("it has failed", () -> group.toString().equals("fetches(running=0)"));
    }
    assertThat(catchThrowable(group::await)).isSameAs(failures.getFirst());
    assertThat(failures.getFirst().getSuppressed())
        .containsExactlyElementsOf(failures.subList(1, 17));
    Await.until("the rest is reported", () -> uncaught.size() == 3);
    assertThat(uncaught).containsExactlyInAnyOrderElementsOf(failures.subList(17, 20));
  }

  @Test
  @Spec("ERRG-03")
  void theSameObjectIsNotSuppressedInItself() throws Exception {
    IOException failure = new IOException("shared");
    fail(group, failure, failure, failure);
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  @Spec("ERRG-03")
  void theSameObjectIsSuppressedOnce() throws Exception {
    IOException first = new IOException("first");
    IOException shared = new IOException("shared by many tasks");
    IOException last = new IOException("last");
    fail(group, first);
    for (int i = 0; i < 20; i++) {
      fail(group, shared);
    }
    fail(group, last);
    assertThat(catchThrowable(group::await)).isSameAs(first);
    assertThat(first.getSuppressed()).containsExactly(shared, last);
  }

  @Test
  @Spec("ERRG-03")
  void whatTheFirstDoesNotTakeReachesTheHandler() throws Exception {
    IOException later = new IOException("later");
    Channel<Throwable> caught = Channel.make(1);
    fail(own, CanceledException.instance());
    own.go(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> caught.trySend(thrown));
          throw later;
        });
    assertThat(catchThrowable(own::await)).isSameAs(CanceledException.instance());
    assertThat(caught.receive()).isSameAs(later);
  }

  @Test
  @Spec({"ERRG-04", "ERRG-05"})
  void theFirstFailureEndsTheContextAndIsItsCause() throws Exception {
    IOException failure = new IOException("first");
    Context ctx = own.context();
    Channel<Throwable> seen = Channel.make(1);
    own.go(
        () -> {
          ctx.done().receive();
          seen.send(ctx.cause());
        });
    assertThat(ctx.err()).isNull();
    own.go(
        () -> {
          throw failure;
        });
    assertThat(seen.receive()).isSameAs(failure);
    assertThat(ctx.err()).isSameAs(CanceledException.instance());
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(ctx.cause()).isSameAs(failure);
  }

  @Test
  @Spec({"ERRG-04", "ERRG-05"})
  void awaitEndsTheContextWithoutFailureAndWithoutTask() throws Exception {
    own.await();
    assertThat(own.context().err()).isSameAs(CanceledException.instance());
    assertThat(own.context().cause()).isSameAs(CanceledException.instance());
    ErrGroup one = ErrGroup.withContext(Context.background());
    one.go(() -> {});
    one.await();
    assertThat(one.context().cause()).isSameAs(CanceledException.instance());
    try (CancelableContext parent = Context.background().withCancel()) {
      ErrGroup.withContext(parent).await();
      assertThat(parent.err()).isNull();
    }
  }

  @EveryThreadKind
  @Spec({"ERRG-04", "INT-02", "INT-05"})
  void anInterruptEndsTheWaitAndNothingElse(ThreadKind kind) throws Exception {
    Channel<Integer> gate = Channel.make();
    own.go(gate::receive);
    Attempt<Void> waiter = kind.attempt("waiter", own::await).awaitBlocked(WAIT);
    waiter.interrupt();
    assertThat(waiter.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(waiter.leftInterrupted()).isFalse();
    assertThat(own.context().err()).isNull();
    assertThat(own.toString()).endsWith("(running=1)");
    gate.close();
    own.await();
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
  @Spec("ERRG-02")
  void anInterruptOfATaskDoesNotLookLikeOneOfTheWaiter() throws Exception {
    InterruptedException interrupt = new InterruptedException("of the task");
    fail(own, interrupt);
    Throwable failure = catchThrowable(own::await);
    assertThat(failure).isExactlyInstanceOf(CompletionException.class).hasCause(interrupt);
    assertThat(own.context().cause()).isSameAs(failure);
    assertThat(catchThrowable(own::await)).isSameAs(failure);
  }

  @Test
  @Spec("ERRG-03")
  void whatOnlyPassesOnTheEndOfTheContextIsNotAdded() throws Exception {
    IOException failure = new IOException("first");
    IOException later = new IOException("later");
    Context ctx = own.context();
    for (int i = 0; i < 30; i++) {
      own.go(() -> ctx.sleep(Duration.ofDays(1)));
    }
    own.go(
        () -> {
          ctx.done().receive();
          throw CanceledException.instance();
        });
    own.go(
        () -> {
          throw failure;
        });
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(failure.getSuppressed()).isEmpty();
    CanceledException others = foreignEnd();
    fail(own, later, others);
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(failure.getSuppressed()).containsExactly(later, others);
  }

  private static CanceledException foreignEnd() {
    CancelableContext foreign = Context.background().withCancel();
    foreign.cancel(new IOException("of another context"));
    return (CanceledException) catchThrowable(foreign::throwIfDone);
  }

  @Test
  @Spec({"ERRG-02", "ERRG-05"})
  void theEndOfTheParentIsAFailureOfTheTaskThatStopsByIt() throws Exception {
    ErrGroup late = ErrGroup.withContext(Context.background().withTimeout(Duration.ZERO));
    Context ctx = late.context();
    late.go(ctx::throwIfDone);
    late.go(ctx::throwIfDone);
    Throwable failure = catchThrowable(late::await);
    assertThat(failure).isInstanceOf(DeadlineExceededException.class);
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(ctx.err()).isSameAs(DeadlineExceededException.instance());
    assertThat(ctx.cause()).isSameAs(DeadlineExceededException.instance());
  }

  @Test
  @Spec({"ERRG-10", "ERRG-12"})
  void tasksStartAfterAFailureToo() throws Exception {
    IOException failure = new IOException("for ever");
    AtomicInteger ran = new AtomicInteger();
    fail(own, failure);
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
  @Spec({"ERRG-14", "ERRG-15", "FAIL-01"})
  void anErrorIsAFailureAndReachesTheHandlerAtOnce() throws Exception {
    AssertionError error = new AssertionError("of a task");
    Channel<Throwable> caught = Channel.make(1);
    Channel<Integer> gate = Channel.make();
    own.limit(2);
    own.go(gate::receive);
    own.go(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> caught.trySend(thrown));
          throw error;
        });
    assertThat(caught.receive()).isSameAs(error);
    assertThat(own.context().cause()).isSameAs(error);
    assertThat(own.tryGo(() -> {})).as("its place is free").isTrue();
    gate.close();
    assertThat(catchThrowable(own::await)).isSameAs(error);
  }

  @Test
  @Spec({"ERRG-14", "ERRG-15"})
  void anUncheckedExceptionReachesTheWaiterAlone() throws Exception {
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    IllegalStateException failure = new IllegalStateException("a bug");
    Channel<Thread> threads = Channel.make(1);
    group.go(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> uncaught.add(thrown));
          threads.send(Thread.currentThread());
          throw failure;
        });
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    Await.ended(threads.receive());
    assertThat(uncaught).isEmpty();
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
  @Spec("ERRG-04")
  void aGroupThatIsOverLeavesNothingWithItsParent() throws Exception {
    CancelableContext parent = Context.background().withCancel();
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      ErrGroup child = ErrGroup.withContext(parent);
      child.context().afterFunc(told::incrementAndGet);
      child.await();
    }
    Await.until("all contexts have ended", () -> told.get() == 3);
    assertThat(parent.err()).isNull();
    parent.cancel();
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
