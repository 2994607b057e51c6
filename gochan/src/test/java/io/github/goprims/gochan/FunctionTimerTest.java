package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timers that run a function, on a clock that the test moves. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class FunctionTimerTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final Duration SHORTEST = Duration.ofSeconds(Long.MIN_VALUE);

  private final Channel<Thread> runs = Channel.make(100);

  private static ManualTime time() {
    return ManualTime.installed();
  }

  private void run() {
    runs.trySend(Thread.currentThread());
  }

  /** The goroutine that runs the function, which has to be on its way. */
  private Thread awaitRun() throws InterruptedException {
    Thread thread = runs.receive();
    Await.ended(thread);
    return thread;
  }

  @Test
  @Spec("TIMER-04")
  void theFunctionRunsInAGoroutineInTime() throws Exception {
    Timer timer = Timer.afterFunc(SECOND, this::run);
    assertThat(timer.channel()).isSameAs(Channel.nil());
    time().advance(SECOND.minus(NANO));
    assertThat(time().alarms()).isEqualTo(1);
    time().advance(NANO);
    assertThat(time().alarms()).isZero();
    Thread first = awaitRun();
    assertThat(first.isVirtual()).isTrue();
    assertThat(first).isNotSameAs(Thread.currentThread());
    timer.reset(Duration.ZERO);
    time().advance(Duration.ZERO);
    assertThat(awaitRun()).isNotSameAs(first);
  }

  @Test
  @Spec("TIMER-04")
  void aFunctionThatBlocksHoldsUpNoOther() throws Exception {
    Channel<Void> hold = Channel.make();
    List<Thread> blocked = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3; i++) {
      Timer.afterFunc(
          SECOND,
          () -> {
            blocked.add(Thread.currentThread());
            Go.go(this::run);
            hold.iterator().forEachRemaining(none -> {});
          });
    }
    time().advance(SECOND);
    for (int i = 0; i < 3; i++) {
      awaitRun();
    }
    hold.close();
    assertThat(blocked).hasSize(3);
    blocked.forEach(Await::ended);
  }

  @Test
  @Spec("TIMER-04")
  void itsFailureReachesTheUncaughtExceptionHandler() throws Exception {
    Channel<Throwable> failures = Channel.make(1);
    IOException failure = new IOException("in a timer's function, and checked");
    Timer.afterFunc(
        SECOND,
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> failures.trySend(e));
          throw failure;
        });
    time().advance(SECOND);
    assertThat(failures.receive()).isSameAs(failure);
  }

  /** So that a log does not say: Exception in thread "". */
  @Test
  @Spec("TIMER-04")
  void theFunctionMayRenameItsGoroutine() throws Exception {
    Channel<String> names = Channel.make(2);
    Timer.afterFunc(
        SECOND,
        () -> {
          names.send(Thread.currentThread().getName());
          Thread.currentThread().setName("expiry");
          names.send(Thread.currentThread().getName());
        });
    time().advance(SECOND);
    assertThat(names.receive()).isEqualTo("Timer.afterFunc");
    assertThat(names.receive()).isEqualTo("expiry");
  }

  private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

  @Test
  @Spec("TIMER-04")
  void theGoroutineInheritsNothing() throws Exception {
    Channel<List<Object>> seen = Channel.make(1);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader own = new ClassLoader(before) {};
    INHERITED.set("of the maker");
    thread.setContextClassLoader(own);
    try {
      Timer.afterFunc(
          SECOND,
          () -> {
            boolean inherits = INHERITED.get() != null;
            seen.trySend(List.of(inherits, Thread.currentThread().getContextClassLoader()));
          });
      time().advance(SECOND); // rings on this thread
      assertThat(seen.receive()).containsExactly(false, ClassLoader.getSystemClassLoader());
      Go.go(
          () ->
              seen.send(List.of(INHERITED.get(), Thread.currentThread().getContextClassLoader())));
      assertThat(seen.receive()).containsExactly("of the maker", own);
    } finally {
      thread.setContextClassLoader(before);
      INHERITED.remove();
    }
  }

  @Test
  @Spec("TIMER-04")
  void anInterruptedExceptionIsANormalEnd() throws Exception {
    Channel<Throwable> failures = Channel.make(1);
    Channel<Thread> interrupted = Channel.make(1);
    Timer.afterFunc(
        SECOND,
        () -> {
          Thread self = Thread.currentThread();
          self.setUncaughtExceptionHandler((thread, e) -> failures.trySend(e));
          self.interrupt();
          interrupted.trySend(self);
          FunctionTimerTest.<RuntimeException>sleep();
        });
    time().advance(SECOND);
    Await.ended(interrupted.receive());
    assertThat(failures.tryReceive()).isNull();
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void sleep() throws X {
    try {
      Go.sleep(LONGEST);
    } catch (InterruptedException e) {
      throw (X) e;
    }
  }

  @Test
  @Spec({"TIMER-06", "TIMER-10"})
  void stopIsTrueIfItPreventsTheRun() throws Exception {
    Timer stopped = Timer.afterFunc(SECOND, this::run);
    assertThat(stopped.stop()).isTrue();
    assertThat(stopped.stop()).isFalse();
    Timer ran = Timer.afterFunc(SECOND, this::run);
    assertThat(time().alarms()).isEqualTo(1);
    time().advance(SECOND);
    assertThat(ran.stop()).isFalse();
    awaitRun();
    assertThat(runs.tryReceive()).isNull();
    assertThat(time().alarms()).isZero();
  }

  @Test
  @Spec("TIMER-10")
  void stopDoesNotWaitForTheFunction() throws Exception {
    Channel<Void> hold = Channel.make();
    Timer timer =
        Timer.afterFunc(
            SECOND,
            () -> {
              run();
              hold.iterator().forEachRemaining(none -> {});
            });
    time().advance(SECOND);
    Thread running = runs.receive();
    Await.blocked(running, "chan receive");
    assertThat(timer.stop()).isFalse();
    Await.blocked(running, "chan receive");
    hold.close();
    Await.ended(running);
  }

  @Test
  @Spec({"TIMER-11", "TIMER-18"})
  void resetMovesTheRun() throws Exception {
    Timer timer = Timer.afterFunc(SECOND, this::run);
    assertThat(timer.reset(SECOND.multipliedBy(3))).isTrue();
    time().advance(SECOND.multipliedBy(2));
    assertThat(runs.tryReceive()).isNull();
    assertThat(timer.reset(NANO)).isTrue();
    time().advance(NANO);
    awaitRun();
    assertThat(timer.reset(SECOND)).isFalse();
    assertThat(timer.stop()).isTrue();
    assertThat(timer.reset(SECOND)).isFalse();
    time().advance(SECOND);
    awaitRun();
    assertThat(runs.tryReceive()).isNull();
  }

  @Test
  @Spec("TIMER-12")
  void afterAFalseResetTwoRunsMayOverlap() throws Exception {
    Channel<Void> hold = Channel.make();
    AtomicInteger together = new AtomicInteger();
    Timer timer =
        Timer.afterFunc(
            SECOND,
            () -> {
              together.incrementAndGet();
              run();
              hold.iterator().forEachRemaining(none -> {});
              together.decrementAndGet();
            });
    time().advance(SECOND);
    Thread first = runs.receive();
    assertThat(timer.reset(SECOND)).isFalse();
    time().advance(SECOND);
    Thread second = runs.receive();
    assertThat(together).hasValue(2);
    hold.close();
    Await.ended(first);
    Await.ended(second);
  }

  @Test
  @Spec("TIMER-03")
  void functionsAreStartedInOrderOfTime() throws Exception {
    List<Integer> delays = new ArrayList<>(List.of(5, 1, 4, 2, 3));
    Channel<Integer> order = Channel.make(5);
    for (int delay : delays) {
      Timer.afterFunc(SECOND.multipliedBy(delay), () -> order.trySend(delay));
    }
    for (int i = 1; i <= 5; i++) {
      time().advance(SECOND);
      assertThat(order.receive()).isEqualTo(i);
    }
  }

  @Test
  @Spec({"TIMER-17", "INT-07"})
  void zeroDelayRunsAtOnceAndForeverNever() throws Exception {
    time().advance(SECOND);
    Timer never = Timer.afterFunc(LONGEST, this::run);
    time().advance(Duration.ofNanos(Long.MAX_VALUE).minus(SECOND).minus(NANO));
    assertThat(never.stop()).isTrue();
    for (Duration atOnce : List.of(Duration.ZERO, NANO.negated(), SHORTEST)) {
      Timer.afterFunc(atOnce, this::run);
      time().advance(Duration.ZERO);
      awaitRun();
    }
    assertThat(runs.tryReceive()).isNull();
  }

  /** The function stops and resets its own timer, as tickers made of timers do. */
  @Test
  @Spec("TIMER-12")
  void theFunctionMayResetItsOwnTimer() throws Exception {
    Channel<Timer> self = Channel.make(1);
    Timer timer =
        Timer.afterFunc(
            SECOND,
            () -> {
              Timer own = self.iterator().next();
              assertThat(own.stop()).isFalse();
              assertThat(own.reset(SECOND)).isFalse();
              self.trySend(own);
              run();
            });
    self.send(timer);
    for (int i = 0; i < 5; i++) {
      time().advance(SECOND);
      awaitRun();
    }
    assertThat(timer.stop()).isTrue();
  }

  private int plain;

  @Test
  void theFunctionSeesWhatPrecedesTheTimer() throws Exception {
    Timer timer = Timer.afterFunc(LONGEST, () -> runs.trySend(new Thread("sees " + plain)));
    for (int i = 0; i < 100; i++) {
      plain = i;
      timer.reset(NANO);
      time().advance(NANO);
      assertThat(runs.receive().getName()).isEqualTo("sees " + i);
    }
  }

  @Test
  @Spec({"INT-11", "TIMER-26"})
  void nullIsRefusedAndLeavesNothing() {
    assertThatThrownBy(() -> Timer.afterFunc(null, this::run)).hasMessage("delay");
    assertThatThrownBy(() -> Timer.afterFunc(SECOND, null)).hasMessage("function");
    assertThat(time().alarms()).isZero();
    Timer timer = Timer.afterFunc(SECOND, this::run);
    assertThatThrownBy(() -> timer.reset(null)).hasMessage("delay");
    assertThat(timer.stop()).isTrue();
  }
}
