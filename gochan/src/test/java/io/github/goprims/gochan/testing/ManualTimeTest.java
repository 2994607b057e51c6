package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.internal.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ManualTimeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void standsUntilItIsAdvanced() {
    try (ManualTime time = ManualTime.install()) {
      assertThat(TimeSource.current().nanoTime()).isZero();
      assertThat(time.instant()).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
      time.advance(SECOND);
      assertThat(TimeSource.current().nanoTime()).isEqualTo(1_000_000_000);
      assertThat(time.instant()).isEqualTo(Instant.parse("2000-01-01T00:00:01Z"));
    }
  }

  @EveryThreadKind
  void countsForThreadsStartedFromHereOnly(ThreadKind kind) throws Exception {
    CountDownLatch installed = new CountDownLatch(1);
    Attempt<TimeSource> older =
        kind.attempt(
            "older",
            () -> {
              installed.await();
              return TimeSource.current();
            });
    try (ManualTime time = ManualTime.install()) {
      installed.countDown();
      assertThat(older.result()).isNotSameAs(time);
      assertThat(kind.attempt("child", () -> TimeSource.current()).result()).isSameAs(time);
      Attempt<TimeSource> grandchild =
          kind.attempt(
              "child",
              () -> kind.other().attempt("grandchild", () -> TimeSource.current()).result());
      assertThat(grandchild.result()).isSameAs(time);
      assertThat(TimeSource.current()).isSameAs(time);
    }
    assertThat(TimeSource.current()).isNotInstanceOf(ManualTime.class);
  }

  @EveryThreadKind
  void wakesExactlyWhoIsDue(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      Attempt<Void> early = kind.attempt("early", () -> Go.sleep(SECOND));
      Attempt<Void> late = kind.attempt("late", () -> Go.sleep(SECOND.multipliedBy(2)));
      time.awaitSleepers(2);
      time.advance(SECOND);
      assertThat(early.failed()).isFalse();
      assertThat(time.sleepers()).isEqualTo(1);
      time.nudge(late.thread());
      late.awaitBlocked("sleep");
      time.advance(SECOND);
      assertThat(late.failed()).isFalse();
      assertThat(time.sleepers()).isZero();
    }
  }

  @EveryThreadKind
  void interruptedSleepersAreGone(ThreadKind kind) {
    try (ManualTime time = ManualTime.install()) {
      Attempt<Void> sleep = kind.attempt("sleeper", () -> Go.sleep(SECOND));
      time.awaitSleepers(1);
      sleep.interrupt();
      assertThat(sleep.failure()).isInstanceOf(InterruptedException.class);
      assertThat(time.sleepers()).isZero();
    }
  }

  @Test
  void severalMayLiveSideBySide() throws Exception {
    try (ManualTime mine = ManualTime.install()) {
      mine.advance(SECOND);
      Attempt<Long> other =
          ThreadKind.PLATFORM.attempt(
              "with another clock",
              () -> {
                try (ManualTime theirs = ManualTime.install()) {
                  assertThat(theirs.nanoTime()).isZero();
                }
                return TimeSource.current().nanoTime();
              });
      assertThat(other.result()).as("back to the clock of the parent").isEqualTo(1_000_000_000);
      assertThat(TimeSource.current()).isSameAs(mine);
    }
  }
}
