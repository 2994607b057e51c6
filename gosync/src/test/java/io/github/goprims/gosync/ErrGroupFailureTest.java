package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failures of the tasks of a group: which one is thrown, and what becomes of the others. */
@ExtendWith(LeakCheck.class)
class ErrGroupFailureTest {

  private final ErrGroup group = ErrGroup.create().named("fetches");
  private final ErrGroup own = ErrGroup.withContext(Context.background());

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
    Attempt<Void> first = kind.attempt("first", group::await).awaitBlocked(ErrGroupTest.WAIT);
    Attempt<Void> second = kind.attempt("second", group::await).awaitBlocked(ErrGroupTest.WAIT);
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
            FailingTasks.throwAsItIs(failure);
          });
      Await.until("it has failed", () -> group.toString().equals("fetches(running=0)"));
    }
    assertThat(catchThrowable(group::await)).isSameAs(failures.getFirst());
    assertThat(failures.getFirst().getSuppressed())
        .containsExactlyElementsOf(failures.subList(1, 17));
    Await.until("the rest is reported", () -> uncaught.size() == 3);
    assertThat(uncaught).containsExactlyInAnyOrderElementsOf(failures.subList(17, 20));
  }

  private static List<Throwable> exceptions(int number) {
    List<Throwable> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      made.add(new IOException("failure " + i));
    }
    return made;
  }

  @Test
  @Spec("ERRG-03")
  void theSameObjectIsNotSuppressedInItself() throws Exception {
    IOException failure = new IOException("shared");
    FailingTasks.run(group, failure, failure, failure);
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  @Spec("ERRG-03")
  void theSameObjectIsSuppressedOnce() throws Exception {
    IOException first = new IOException("first");
    IOException shared = new IOException("shared by many tasks");
    IOException last = new IOException("last");
    FailingTasks.run(group, first);
    for (int i = 0; i < 20; i++) {
      FailingTasks.run(group, shared);
    }
    FailingTasks.run(group, last);
    assertThat(catchThrowable(group::await)).isSameAs(first);
    assertThat(first.getSuppressed()).containsExactly(shared, last);
  }

  @Test
  @Spec("ERRG-03")
  void whatTheFirstDoesNotTakeReachesTheHandler() throws Exception {
    IOException later = new IOException("later");
    Channel<Throwable> caught = Channel.make(1);
    FailingTasks.run(own, CanceledException.instance());
    own.go(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> caught.trySend(thrown));
          throw later;
        });
    assertThat(catchThrowable(own::await)).isSameAs(CanceledException.instance());
    assertThat(caught.receive()).isSameAs(later);
  }

  @Test
  @Spec("ERRG-02")
  void anInterruptOfATaskDoesNotLookLikeOneOfTheWaiter() throws Exception {
    InterruptedException interrupt = new InterruptedException("of the task");
    FailingTasks.run(own, interrupt);
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
    FailingTasks.run(own, later, others);
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(failure.getSuppressed()).containsExactly(later, others);
  }

  private static CanceledException foreignEnd() {
    CancelableContext foreign = Context.background().withCancel();
    foreign.cancel(new IOException("of another context"));
    return (CanceledException) catchThrowable(foreign::throwIfDone);
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
}
