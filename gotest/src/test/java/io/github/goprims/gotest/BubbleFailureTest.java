package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.SingleFlight;
import io.github.goprims.gosync.WaitGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Failures inside are failures outside. */
class BubbleFailureTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  @Spec("SYNCTEST-22")
  void theFailureOfTheBodyArrivesAsTheSameObject() {
    for (Throwable failure :
        List.of(
            new IOException("checked"),
            new IllegalArgumentException("unchecked"),
            new AssertionError("of a test"),
            new StackOverflowError("error"),
            new TestAbortedException("skipped"),
            new InterruptedException("of the body"))) {
      assertThatThrownBy(
              () ->
                  Bubble.run(
                      () -> {
                        Go.sleep(SECOND);
                        throwIt(failure);
                      }))
          .isSameAs(failure)
          .hasNoSuppressedExceptions();
    }
  }

  private static void throwIt(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @Test
  @Spec("SYNCTEST-22")
  void theFailureOfAnyGoroutineArrives() {
    AssertionError failure = new AssertionError("of a child");
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Go.go(
                          () -> {
                            Go.sleep(SECOND);
                            throw failure;
                          });
                      Go.sleep(SECOND.multipliedBy(2));
                    }))
        .isSameAs(failure);
  }

  /** Others end first: a failure is no reason to stop what still runs. */
  @Test
  @Spec("SYNCTEST-22")
  void aFailureStopsNobodyElse() {
    IOException failure = new IOException("of a child");
    AtomicReference<Duration> end = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Go.go(
                          () -> {
                            throw failure;
                          });
                      Go.sleep(Duration.ofDays(1));
                      end.set(elapsed());
                    }))
        .isSameAs(failure);
    assertThat(end).hasValue(Duration.ofDays(1));
  }

  @Test
  @Spec("SYNCTEST-22")
  void theRootsComesFirstAndOthersAreSuppressed() {
    IOException ofRoot = new IOException("of the root");
    IOException ofChild = new IOException("of a child");
    IOException ofOther = new IOException("of another");
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Go.go(
                          () -> {
                            throw ofChild;
                          });
                      Go.go(
                          () -> {
                            Go.sleep(SECOND);
                            throw ofOther;
                          });
                      Bubble.sleep(SECOND);
                      throw ofRoot;
                    }))
        .isSameAs(ofRoot);
    assertThat(allSuppressedIn(ofRoot)).containsExactlyInAnyOrder(ofChild, ofOther);
  }

  private static List<Throwable> allSuppressedIn(Throwable failure) {
    List<Throwable> all = new CopyOnWriteArrayList<>();
    for (Throwable suppressed : failure.getSuppressed()) {
      all.add(suppressed);
      all.addAll(allSuppressedIn(suppressed));
    }
    return all;
  }

  /** One error object thrown by all is no error about errors. */
  @Test
  @Spec("SYNCTEST-22")
  void theSameFailureManyTimes() {
    IOException failure = new IOException("shared");
    IOException other = new IOException("other");
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      for (int i = 0; i < 10; i++) {
                        int number = i;
                        Go.go(
                            () -> {
                              Go.sleep(SECOND.multipliedBy(number));
                              throw number % 2 == 0 ? failure : other;
                            });
                      }
                      Go.sleep(Duration.ofHours(1));
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(allSuppressedIn(failure)).contains(other);
  }

  /** Who fails leaves others waiting for it: the failure is the cause, and so it comes first. */
  @Test
  @Spec({"SYNCTEST-09", "SYNCTEST-22"})
  void aFailureComesBeforeTheDeadlockThatItMakes() {
    IOException failure = new IOException("before it was done");
    Throwable thrown =
        catchThrowable(
            () ->
                Bubble.run(
                    () -> {
                      WaitGroup group = new WaitGroup();
                      group.add(1);
                      Go.go(
                          () -> {
                            throw failure;
                          });
                      group.await();
                    }));
    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed())
        .singleElement()
        .isInstanceOf(BubbleDeadlockError.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("deadlock: all goroutines in bubble are blocked");
  }

  @Test
  @Spec({"SYNCTEST-10", "SYNCTEST-22"})
  void aRootThatFailsLeavesOthersBlocked() {
    AssertionError failure = new AssertionError("expected 1 but was 2");
    AtomicReference<Thread> child = new AtomicReference<>();
    Throwable thrown =
        catchThrowable(
            () ->
                Bubble.run(
                    () -> {
                      Channel<Integer> channel = Channel.make();
                      child.set(Go.go("child", channel::receive));
                      throw failure;
                    }));
    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed())
        .singleElement()
        .isInstanceOf(BubbleDeadlockError.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("deadlock: main bubble goroutine has exited but blocked goroutines remain")
        .contains("\"child\"");
    Await.ended(child.get());
  }

  @Test
  @Spec({"SYNCTEST-21", "SYNCTEST-22"})
  void functionsThatFail() {
    IOException ofTimer = new IOException("of a timer");
    IOException ofContext = new IOException("of a context");
    Throwable thrown =
        catchThrowable(
            () ->
                Bubble.run(
                    () -> {
                      Timer.afterFunc(
                          SECOND,
                          () -> {
                            throw ofTimer;
                          });
                      Context.background()
                          .withTimeout(SECOND.multipliedBy(2))
                          .afterFunc(
                              () -> {
                                throw ofContext;
                              });
                      Go.sleep(SECOND.multipliedBy(3));
                    }));
    assertThat(thrown).isSameAs(ofTimer).hasSuppressedException(ofContext);
  }

  /** Who waits for the result of a task has its failure; nobody else is told. */
  @Test
  @Spec("SYNCTEST-22")
  void aFailureThatSomebodyAwaitsIsNotTheBubbles() throws Exception {
    IOException failure = new IOException("of a task");
    Bubble.run(
        () -> {
          ErrGroup group = ErrGroup.create();
          group.go(
              () -> {
                Go.sleep(SECOND);
                throw failure;
              });
          assertThatThrownBy(group::await).isSameAs(failure);
          var subtask =
              group.submit(
                  () -> {
                    throw failure;
                  });
          assertThatThrownBy(group::await).isSameAs(failure);
          assertThat(subtask.failure()).isSameAs(failure);
          SingleFlight<String, Integer> flights = new SingleFlight<>();
          var result =
              flights.run(
                  "key",
                  () -> {
                    throw failure;
                  });
          assertThat(result.error()).isSameAs(failure);
        });
  }

  /** That nobody awaited it is a mistake, in a bubble more than elsewhere. */
  @Test
  @Spec("SYNCTEST-22")
  void aFailureThatNobodyAwaitsIsTheBubbles() {
    IOException failure = new IOException("of a task");
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      try (ErrGroup group = ErrGroup.create()) {
                        group.go(
                            () -> {
                              throw failure;
                            });
                      }
                    }))
        .isSameAs(failure);
  }

  /** An interrupt, or the end of a context, that leaves a goroutine is a normal end of it. */
  @Test
  @Spec({"SYNCTEST-22", "FAIL-01"})
  void quietEndsOfGoroutinesAreNoFailures() throws Exception {
    Bubble.run(
        () -> {
          Thread sleeper = Go.go(() -> Go.sleep(SECOND));
          CancelableContext context = Context.background().withCancel();
          Go.go(() -> context.sleep(SECOND));
          Bubble.await();
          sleeper.interrupt();
          context.cancel();
          Bubble.await();
          assertThat(elapsed()).isZero();
        });
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      CancelableContext context = Context.background().withCancel();
                      context.cancel();
                      context.throwIfDone();
                    }))
        .isInstanceOf(CanceledException.class);
  }

  /** A goroutine of a factory fails as others do. */
  @Test
  @Spec("SYNCTEST-22")
  void threadsOfAFactory() {
    IllegalStateException failure = new IllegalStateException("of a factory's");
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Goroutines.factory("worker")
                          .newThread(
                              () -> {
                                throw failure;
                              })
                          .start();
                      Go.sleep(SECOND);
                    }))
        .isSameAs(failure);
  }

  /** The stack of a goroutine that overflows is as that of others. */
  @Test
  @Spec("SYNCTEST-22")
  void deepRecursion() throws Exception {
    Bubble.run(
        () -> {
          Channel<Integer> channel = Channel.make();
          Go.go(() -> channel.send(sleepDeep(500)));
          assertThat(channel.receive()).isEqualTo(500);
          assertThat(elapsed()).isEqualTo(Duration.ofNanos(500));
        });
    assertThatThrownBy(() -> Bubble.run(() -> recurse(0)))
        .isExactlyInstanceOf(StackOverflowError.class);
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Go.go(() -> recurse(0));
                      Go.sleep(SECOND);
                    }))
        .isExactlyInstanceOf(StackOverflowError.class);
    Bubble.run(() -> Go.sleep(SECOND));
  }

  private static int sleepDeep(int depth) throws InterruptedException {
    if (depth == 0) {
      return 0;
    }
    Go.sleep(Duration.ofNanos(1));
    return 1 + sleepDeep(depth - 1);
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
