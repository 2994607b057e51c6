package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a group: it waits for all, and no failure gets lost. */
@ExtendWith(LeakCheck.class)
class ErrGroupCloseTest {

  private final ErrGroup group = ErrGroup.withContext(Context.background()).named("crawl");
  private final Channel<Integer> gate = Channel.make();
  private final AtomicInteger ran = new AtomicInteger();
  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

  private Attempt<Void> closer(ThreadKind kind) {
    return kind.attempt(
        "closer",
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> uncaught.add(thrown));
          group.close();
        });
  }

  private static Task failing(Exception failure) {
    return () -> {
      throw failure;
    };
  }

  @EveryThreadKind
  @Spec({"ERRG-04", "ERRG-05"})
  void closeEndsTheContextAndWaits(ThreadKind kind) throws Exception {
    group.go(gate::receive);
    Attempt<Void> closer = closer(kind).awaitBlocked(ErrGroupTest.WAIT);
    assertThat(group.context().cause()).isSameAs(CanceledException.instance());
    gate.close();
    closer.result();
    assertThat(group).hasToString("crawl(running=0, closed)");
    assertThat(uncaught).isEmpty();
    group.close();
  }

  @EveryThreadKind
  @Spec({"INT-06", "INT-09"})
  void anInterruptDoesNotEndTheWaitAndStays(ThreadKind kind) throws Exception {
    group.go(gate::receive);
    Attempt<Void> closer = closer(kind).awaitBlocked(ErrGroupTest.WAIT);
    closer.interrupt();
    Await.until("it has seen the interrupt", () -> !closer.thread().isInterrupted());
    closer.awaitBlocked(ErrGroupTest.WAIT);
    gate.close();
    closer.result();
    assertThat(closer.leftInterrupted()).isTrue();
  }

  @EveryThreadKind
  @Spec("ERRG-02")
  void aFailureThatNobodyAwaitedReachesTheHandler(ThreadKind kind) throws Exception {
    IOException failure = new IOException("first");
    IOException later = new IOException("later");
    group.go(failing(failure));
    Await.until("it has failed", () -> group.toString().equals("crawl(running=0)"));
    group.go(failing(later));
    closer(kind).result();
    closer(kind).result();
    assertThat(uncaught).containsExactly(failure);
    assertThat(failure.getSuppressed()).containsExactly(later);
    assertThat(catchThrowable(group::await)).as("it can still be had").isSameAs(failure);
  }

  @EveryThreadKind
  @Spec({"ERRG-02", "ERRG-04"})
  void tasksThatEndAsToldAreNoFailures(ThreadKind kind) throws Exception {
    group.go(() -> group.context().sleep(Duration.ofDays(1)));
    closer(kind).result();
    assertThat(uncaught).isEmpty();
  }

  @EveryThreadKind
  @Spec("ERRG-03")
  void whatTheEndOfTheContextCarriesIsNotLost(ThreadKind kind) throws Exception {
    IOException failure = new IOException("first");
    IOException onTheWay = new IOException("not flushed");
    group.go(
        () -> {
          try (AutoCloseable file = failing(onTheWay)::run) {
            assertThat(file).isNotNull();
            group.context().sleep(Duration.ofDays(1));
          }
        });
    group.go(failing(failure));
    Await.until("that failure is the first", () -> group.context().err() != null);
    closer(kind).result();
    assertThat(uncaught).containsExactly(failure);
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(end -> assertThat(end.getSuppressed()).containsExactly(onTheWay));
  }

  @EveryThreadKind
  @Spec("ERRG-02")
  void aFailureThatWasAwaitedIsNotToldAgain(ThreadKind kind) throws Exception {
    IOException failure = new IOException("first");
    group.go(failing(failure));
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    group.go(failing(failure));
    group.go(group.context()::throwIfDone);
    closer(kind).result();
    assertThat(uncaught).isEmpty();
  }

  @EveryThreadKind
  @Spec("ERRG-03")
  void aFailureAfterTheLastAwaitIsToldWithTheFirst(ThreadKind kind) throws Exception {
    IOException failure = new IOException("first");
    IOException later = new IOException("later");
    group.go(failing(failure));
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    group.go(failing(later));
    closer(kind).result();
    assertThat(uncaught).containsExactly(failure);
    assertThat(failure.getSuppressed()).containsExactly(later);
  }

  @Test
  void aTryStatementThrowsTheFailureOfAwaitUnchanged() {
    IOException failure = new IOException("first");
    Throwable thrown =
        catchThrowable(
            () -> {
              try (ErrGroup tasks = ErrGroup.create()) {
                tasks.go(failing(failure));
                tasks.await();
              }
            });
    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  @EveryThreadKind
  @Spec("ERRG-13")
  void tasksMayStartTasksUntilAllHaveEnded(ThreadKind kind) throws Exception {
    group.go(
        () -> {
          gate.receive();
          group.go(
              () -> {
                gate.receive();
                ran.incrementAndGet();
              });
        });
    Attempt<Void> closer = closer(kind).awaitBlocked(ErrGroupTest.WAIT);
    gate.send(1);
    gate.send(1);
    closer.result();
    assertThat(ran.get()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec("ERRG-12")
  void nothingStartsAfterwards(ThreadKind kind) throws Exception {
    closer(kind).result();
    assertThat(group.go(ran::incrementAndGet)).isFalse();
    assertThat(group.tryGo(ran::incrementAndGet)).isFalse();
    assertThat(group.submit(ran::incrementAndGet)).hasToString("subtask(not started)");
    group.limit(4);
    assertThat(group.go(ran::incrementAndGet)).isFalse();
    group.limit(-1);
    assertThat(group.go(ran::incrementAndGet)).isFalse();
    group.await();
    assertThat(ran.get()).isZero();
  }

  @EveryThreadKind
  @Spec({"ERRG-10", "ERRG-07"})
  void whoWaitsAtTheLimitIsDismissed(ThreadKind kind) throws Exception {
    ErrGroup tasks = ErrGroup.create().limit(1);
    tasks.go(gate::receive);
    Attempt<Boolean> first =
        kind.attempt("first", () -> tasks.go(ran::incrementAndGet)).awaitBlocked("errgroup go");
    Attempt<Boolean> second =
        kind.attempt("second", () -> tasks.go(ran::incrementAndGet)).awaitBlocked("errgroup go");
    Attempt<Void> closer = kind.attempt("closer", tasks::close).awaitBlocked(ErrGroupTest.WAIT);
    assertThat(first.result()).isFalse();
    assertThat(second.result()).isFalse();
    assertThat(tasks.go(ran::incrementAndGet)).as("while it closes").isFalse();
    gate.close();
    closer.result();

    ErrGroup none = ErrGroup.create().limit(0);
    Attempt<Boolean> third =
        kind.attempt("third", () -> none.go(ran::incrementAndGet)).awaitBlocked("errgroup go");
    none.close();
    assertThat(third.result()).isFalse();
    assertThat(ran.get()).isZero();
  }
}
