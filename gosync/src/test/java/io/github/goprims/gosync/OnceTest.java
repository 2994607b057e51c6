package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Once}, its values and its functions. */
@ExtendWith(LeakCheck.class)
class OnceTest {

  private final Once once = new Once().named("set-up");
  private final AtomicInteger runs = new AtomicInteger();

  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    @SuppressWarnings("unchecked")
    E sneaked = (E) failure;
    throw sneaked;
  }

  @Test
  @Spec({"ONCE-01", "ONCE-07", "FAIL-05"})
  void onlyTheFirstCallRunsItsFunction() {
    assertThat(once).hasToString("set-up(not done)");
    once.run(runs::incrementAndGet);
    once.run(runs::incrementAndGet);
    once.run(() -> runs.set(100));
    assertThat(runs.get()).isEqualTo(1);
    assertThat(once).hasToString("set-up(done)");
    assertThat(new Once().toString()).matches("once@[0-9a-f]+\\(not done\\)");
  }

  @EveryThreadKind
  @Spec({"ONCE-01", "ONCE-02", "ONCE-05"})
  void nobodyReturnsBeforeTheRunHasEnded(ThreadKind kind) throws Exception {
    Channel<Integer> gate = Channel.make();
    int[] data = new int[1];
    CountDownLatch running = new CountDownLatch(1);
    List<Attempt<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      callers.add(
          kind.attempt(
              "caller",
              () -> {
                once.run(
                    () -> {
                      running.countDown();
                      for (int value : gate) {
                        data[0] = value;
                      }
                    });
                return data[0];
              }));
    }
    running.await();
    callers.forEach(
        caller ->
            Await.until("it waits", () -> caller.thread().getState() == Thread.State.WAITING));
    gate.send(7);
    assertThat(callers).noneMatch(Attempt::hasEnded);
    gate.close();
    assertThat(callers).extracting(Attempt::result).containsOnly(7);
  }

  @EveryThreadKind
  @Spec({"INT-06", "INT-10"})
  void anInterruptDoesNotShortenTheWait(ThreadKind kind) {
    Channel<Integer> gate = Channel.make();
    Attempt<Void> runner = kind.attempt("runner", () -> once.run(() -> gate.iterator().hasNext()));
    runner.awaitBlocked("chan receive");
    Attempt<Void> caller = kind.attempt("caller", () -> once.run(() -> {}));
    caller.interrupt();
    caller.awaitBlocked("sync.Mutex.Lock");
    gate.close();
    caller.result();
    assertThat(caller.leftInterrupted()).isTrue();
    runner.result();
  }

  @Test
  @Spec("ONCE-03")
  void aFailureGoesToTheFirstCallerOnly() {
    RuntimeException failure = new RuntimeException("first");
    assertThat(
            catchThrowable(
                () ->
                    once.run(
                        () -> {
                          throw failure;
                        })))
        .isSameAs(failure);
    once.run(runs::incrementAndGet);
    assertThat(runs.get()).isZero();
  }

  @Test
  @Spec("ONCE-04")
  void aValueAskingForItselfNamesTheFunction() {
    AtomicReference<Supplier<String>> value = new AtomicReference<>();
    Supplier<String> function =
        new Supplier<>() {
          @Override
          public String get() {
            return value.get().get();
          }

          @Override
          public String toString() {
            return "settings";
          }
        };
    value.set(Once.value(function));
    assertThatThrownBy(() -> value.get().get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "sync: Once is called from within its own function: Once.value(settings),"
                + " which would wait for itself: take the call out of the function");
  }

  @Test
  void aKeptFailureThrownTwiceNeedsWrapping() {
    Supplier<String> value =
        Once.value(
            () -> {
              throw new IllegalStateException("no settings");
            });
    assertThatThrownBy(
            () -> {
              try (Held resource = value::get) {
                assertThat(resource).isNotNull();
                value.get();
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Self-suppression not permitted")
        .hasRootCauseMessage("no settings");
    assertThatThrownBy(
            () -> {
              try (Held resource = () -> wrapped(value)) {
                assertThat(resource).isNotNull();
                wrapped(value);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wrapped")
        .hasRootCauseMessage("no settings")
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
  }

  private static void wrapped(Supplier<String> value) {
    try {
      value.get();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("wrapped", e);
    }
  }

  @EveryThreadKind
  @Spec("ONCE-04")
  void aCallFromWithinIsRefused(ThreadKind kind) {
    Attempt<Void> caller =
        kind.attempt("caller", () -> once.run(() -> once.run(runs::incrementAndGet)));
    assertThat(caller.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "sync: Once is called from within its own function: set-up(not done),"
                + " which would wait for itself: take the call out of the function");
    once.run(runs::incrementAndGet);
    assertThat(runs.get()).isZero();
  }

  @Test
  @Spec("ONCE-04")
  void aValueAskingForItselfIsRefusedForever() {
    List<Supplier<Integer>> self = new ArrayList<>();
    self.add(Once.value(() -> self.getFirst().get()));
    assertThatIllegalStateException().isThrownBy(() -> self.getFirst().get());
    assertThatIllegalStateException().isThrownBy(() -> self.getFirst().get());
  }

  @Test
  void onceMayUseAnotherOne() {
    Once other = new Once();
    once.run(() -> other.run(runs::incrementAndGet));
    assertThat(runs.get()).isEqualTo(1);
  }

  @Test
  @Spec({"ONCE-06", "INT-11"})
  void aRefusedNullDoesNotUseItUp() {
    assertThatNullPointerException().isThrownBy(() -> once.run(null)).withMessage("function");
    assertThatNullPointerException().isThrownBy(() -> Once.value(null)).withMessage("function");
    assertThatNullPointerException().isThrownBy(() -> Once.func(null)).withMessage("function");
    assertThatNullPointerException().isThrownBy(() -> once.named(null)).withMessage("name");
    once.run(runs::incrementAndGet);
    assertThat(runs.get()).isEqualTo(1);
    assertThatNullPointerException().isThrownBy(() -> once.run(null)).withMessage("function");
  }

  @Test
  @Spec("ONCE-08")
  void everybodyGetsTheSameValue() {
    Supplier<Object> value =
        Once.value(
            () -> {
              runs.incrementAndGet();
              return new Object();
            });
    assertThat(runs.get()).isZero();
    Object first = value.get();
    assertThat(value.get()).isSameAs(first);
    assertThat(runs.get()).isEqualTo(1);
  }

  @Test
  @Spec("ONCE-08")
  void nullIsAValue() {
    Supplier<String> value =
        Once.value(
            () -> {
              runs.incrementAndGet();
              return null;
            });
    assertThat(value.get()).isNull();
    assertThat(value.get()).isNull();
    assertThat(runs.get()).isEqualTo(1);
  }

  @Test
  @Spec("ONCE-08")
  void aFunctionRunsOnce() {
    Runnable function = Once.func(runs::incrementAndGet);
    function.run();
    function.run();
    assertThat(runs.get()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec({"ONCE-02", "ONCE-08"})
  void manyCallersGetOneValue(ThreadKind kind) {
    for (int round = 0; round < 50; round++) {
      CountDownLatch start = new CountDownLatch(1);
      Supplier<Integer> value = Once.value(runs::incrementAndGet);
      List<Attempt<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(
            kind.attempt(
                "caller",
                () -> {
                  start.await();
                  return value.get();
                }));
      }
      start.countDown();
      assertThat(callers).extracting(Attempt::result).containsOnly(round + 1);
    }
  }

  @Test
  @Spec({"ONCE-09", "ONCE-10", "ONCE-12"})
  void everybodyGetsTheSameFailure() {
    for (Throwable failure :
        List.of(new RuntimeException("unchecked"), new Exception("checked"), new Error("error"))) {
      Supplier<Integer> value =
          Once.value(
              () -> {
                runs.incrementAndGet();
                OnceTest.<RuntimeException>sneak(failure);
                return 1;
              });
      Runnable function = Once.func(() -> OnceTest.<RuntimeException>sneak(failure));
      for (int call = 0; call < 3; call++) {
        assertThat(catchThrowable(value::get)).isSameAs(failure);
        assertThat(catchThrowable(function::run)).isSameAs(failure);
      }
    }
    assertThat(runs.get()).isEqualTo(3);
  }

  @Test
  @Spec("ONCE-10")
  void theFirstTraceReachesIntoTheFunction() {
    Supplier<Integer> value = Once.value(OnceTest::failHere);
    for (int call = 0; call < 2; call++) {
      assertThat(Arrays.stream(catchThrowable(value::get).getStackTrace()))
          .extracting(StackTraceElement::getMethodName)
          .startsWith("failHere")
          .contains("theFirstTraceReachesIntoTheFunction");
    }
  }

  private static Integer failHere() {
    throw new IllegalStateException("from within");
  }

  @Test
  @Spec("ONCE-11")
  void theFunctionIsLetGoAfterItsRun() {
    for (boolean failing : new boolean[] {false, true}) {
      List<WeakReference<Heavy>> references = new ArrayList<>();
      Supplier<Integer> value = Once.value(heavy(failing, references)::get);
      Runnable function = Once.func(heavy(failing, references)::get);
      catchThrowable(value::get);
      catchThrowable(function::run);
      catchThrowable(() -> once.run(heavy(failing, references)::get));
      Await.until(
          "all are garbage",
          () -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.refersTo(null));
          });
      assertThat(references).hasSize(3);
      catchThrowable(value::get);
      catchThrowable(function::run);
    }
  }

  private static Heavy heavy(boolean failing, List<WeakReference<Heavy>> references) {
    Heavy heavy = new Heavy(failing);
    references.add(new WeakReference<>(heavy));
    return heavy;
  }

  private static final class Heavy {
    private final boolean failing;

    Heavy(boolean failing) {
      this.failing = failing;
    }

    Integer get() {
      if (failing) {
        throw new IllegalStateException("heavy");
      }
      return 1;
    }
  }
}
