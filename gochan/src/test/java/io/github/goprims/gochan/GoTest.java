package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class GoTest {

  private static final Duration NANO = Duration.ofNanos(1);

  @Test
  void goRunsTheTaskInAVirtualThread() throws Exception {
    Channel<Thread> self = Channel.make();
    Thread thread = Go.go(() -> self.send(Thread.currentThread()));
    assertThat(self.receive()).isSameAs(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread.getName()).isEmpty();
    Await.ended(thread);
  }

  @Test
  void goCanNameTheThread() throws Exception {
    Channel<String> name = Channel.make();
    Thread thread = Go.go("worker 7", () -> name.send(Thread.currentThread().getName()));
    assertThat(name.receive()).isEqualTo("worker 7");
    assertThat(thread.getName()).isEqualTo("worker 7");
    Await.ended(thread);
  }

  @Test
  void goDoesNotWaitForTheTask() throws Exception {
    Channel<Integer> never = Channel.make();
    Thread thread = Go.go(() -> never.receive());
    Await.blocked(thread, "chan receive");
    never.close();
    Await.ended(thread);
  }

  private int plain;

  @Test
  void goAndJoinPublishWhatPrecedesThem() throws Exception {
    for (int i = 0; i < 200; i++) {
      plain = i;
      Thread thread = Go.go(() -> plain *= 2);
      thread.join();
      assertThat(plain).isEqualTo(2 * i);
    }
  }

  @Test
  @Spec("FAIL-01")
  void aFailureReachesTheHandlerUnchanged() {
    for (Throwable failure :
        List.of(
            new IllegalStateException("unchecked"),
            new IOException("checked"),
            new AssertionError("error"),
            new StackOverflowError("so it seems"))) {
      AtomicReference<Throwable> caught = new AtomicReference<>();
      AtomicReference<Thread> where = new AtomicReference<>();
      Thread thread =
          Go.go(
              () -> {
                Thread.currentThread()
                    .setUncaughtExceptionHandler(
                        (failed, thrown) -> {
                          where.set(failed);
                          caught.set(thrown);
                        });
                throwAny(failure);
              });
      Await.ended(thread);
      assertThat(caught.get()).isSameAs(failure);
      assertThat(where.get()).isSameAs(thread);
    }
  }

  /** In Go an uncaught panic ends the process. */
  @Test
  @Spec("FAIL-01")
  void aFailureEndsItsGoroutineOnly() throws Exception {
    Channel<Integer> channel = Channel.make();
    Thread survivor = Go.go(() -> channel.send(1));
    AtomicReference<Throwable> caught = new AtomicReference<>();
    Thread failing =
        Go.go(
            () -> {
              Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> caught.set(thrown));
              Channel<Integer> closed = Channel.make();
              closed.close();
              closed.send(1);
            });
    Await.ended(failing);
    assertThat(caught.get()).isInstanceOf(ChannelClosedException.class);
    assertThat(channel.receive()).isEqualTo(1);
    Await.ended(survivor);
  }

  @Test
  @Spec("FAIL-01")
  void anInterruptIsANormalEnd() {
    Channel<Integer> never = Channel.make();
    for (Task task :
        List.<Task>of(
            never::receive,
            () -> {
              for (Integer value : never) {
                throw new AssertionError(value);
              }
            })) {
      AtomicReference<Throwable> caught = new AtomicReference<>();
      Thread thread =
          Go.go(
              () -> {
                Thread.currentThread()
                    .setUncaughtExceptionHandler((t, thrown) -> caught.set(thrown));
                task.run();
              });
      Await.blocked(thread, "chan receive");
      thread.interrupt();
      Await.ended(thread);
      assertThat(caught.get()).isNull();
    }
  }

  private static void throwAny(Throwable failure) throws Exception {
    switch (failure) {
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new AssertionError(failure);
    }
  }

  @EveryThreadKind
  @Spec({"INT-07", "INT-10", "TIMER-01"})
  void sleepEndsInTimeAndNotEarly(ThreadKind kind) {
    Duration duration = Duration.ofHours(3);
    try (ManualTime time = ManualTime.install()) {
      Attempt<Void> sleep = kind.attempt("sleeper", () -> Go.sleep(duration)).awaitBlocked("sleep");
      time.awaitSleepers(1);
      time.advance(duration.minus(NANO));
      time.nudge(sleep.thread());
      time.advance(NANO);
      assertThat(sleep.failed()).isFalse();
    }
  }

  @EveryThreadKind
  void sleepersWakeInTheOrderOfTheirTimes(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      List<Attempt<Void>> sleeps = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        Duration duration = Duration.ofSeconds(i);
        sleeps.add(kind.attempt("sleeper " + i, () -> Go.sleep(duration)));
      }
      for (int left = 3; left > 0; left--) {
        time.awaitSleepers(left);
        time.advance(Duration.ofSeconds(1));
        assertThat(sleeps.get(3 - left).failed()).isFalse();
      }
    }
  }

  @EveryThreadKind
  @Spec({"INT-07", "TIMER-01"})
  void sleepOfZeroOrLessReturnsAtOnce(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      for (Duration none :
          List.of(Duration.ZERO, NANO.negated(), Duration.ofSeconds(Long.MIN_VALUE))) {
        assertThat(kind.attempt("sleeper", () -> Go.sleep(none)).failed()).isFalse();
      }
      assertThat(time.parks()).isZero();
    }
  }

  @EveryThreadKind
  @Spec({"INT-07", "INT-02", "TIMER-17"})
  void sleepOfMoreThan292YearsNeverEnds(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      Attempt<Void> sleep =
          kind.attempt("sleeper", () -> Go.sleep(Duration.ofSeconds(Long.MAX_VALUE)))
              .awaitBlocked("sleep");
      time.advance(Duration.ofNanos(Long.MAX_VALUE));
      assertThat(time.sleepers()).isZero();
      sleep.awaitBlocked("sleep");
      sleep.interrupt();
      assertThat(sleep.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @EveryThreadKind
  @Spec("INT-01")
  void interruptEndsASleep(ThreadKind kind) {
    Attempt<Void> sleep =
        kind.attempt("sleeper", () -> Go.sleep(Duration.ofDays(1))).awaitBlocked("sleep");
    sleep.interrupt();
    assertThat(sleep.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(sleep.leftInterrupted()).isFalse();
  }

  @Test
  @Spec("INT-01")
  void anInterruptFlagAtEntryEndsAnySleep() {
    for (Duration duration : List.of(Duration.ZERO, NANO.negated(), Duration.ofDays(1))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Go.sleep(duration)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @EveryThreadKind
  void inRealTimeASleepIsNotEarly(ThreadKind kind) {
    Duration duration = Duration.ofMillis(5);
    Attempt<Long> slept =
        kind.attempt(
            "sleeper",
            () -> {
              long start = System.nanoTime();
              Go.sleep(duration);
              return System.nanoTime() - start;
            });
    assertThat(slept.result()).isGreaterThanOrEqualTo(duration.toNanos());
  }
}
