package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  private static final class Note extends Alarm {
    private final ManualTime time;
    private final List<String> notes;
    private final String text;
    private final Runnable then;

    Note(ManualTime time, List<String> notes, String text, Runnable then) {
      this.time = time;
      this.notes = notes;
      this.text = text;
      this.then = then;
    }

    @Override
    protected void ring() {
      notes.add(text + " at " + time.nanoTime());
      then.run();
    }
  }

  @Test
  void alarmsRingInOrderOnTheAdvancingThread() {
    List<String> notes = new ArrayList<>();
    try (ManualTime time = ManualTime.install()) {
      Scheduler scheduler = TimeSource.current().scheduler();
      Alarm chained = new Note(time, notes, "chained", () -> {});
      Alarm cancelled = new Note(time, notes, "cancelled", () -> {});
      scheduler.schedule(new Note(time, notes, "late", () -> {}), 31);
      scheduler.schedule(new Note(time, notes, "first", () -> scheduler.schedule(chained, 20)), 10);
      scheduler.schedule(cancelled, 15);
      Alarm moved = new Note(time, notes, "moved", () -> {});
      scheduler.schedule(moved, 5);
      scheduler.schedule(moved, 30);
      assertThat(scheduler.cancel(cancelled)).isTrue();
      assertThat(scheduler.cancel(cancelled)).isFalse();
      assertThat(time.alarms()).isEqualTo(3);
      time.advance(Duration.ofNanos(30));
      assertThat(notes).containsExactly("first at 10", "chained at 20", "moved at 30");
      assertThat(time.nanoTime()).isEqualTo(30);
      assertThat(scheduler.cancel(moved)).isFalse();
      assertThat(time.alarms()).isEqualTo(1);
    }
  }

  @Test
  void dueAlarmsRingAtTheNextAdvance() {
    List<String> notes = new ArrayList<>();
    try (ManualTime time = ManualTime.install()) {
      time.advance(SECOND);
      time.scheduler().schedule(new Note(time, notes, "overdue", () -> {}), 7);
      assertThat(notes).isEmpty();
      time.advance(Duration.ZERO);
      assertThat(notes).containsExactly("overdue at 1000000000");
    }
  }

  @Test
  void alarmsForNeverArePendingForGood() {
    List<String> notes = new ArrayList<>();
    try (ManualTime time = ManualTime.install()) {
      Alarm never = new Note(time, notes, "never", () -> {});
      time.scheduler().schedule(never, TimeSource.FOREVER);
      time.advance(Duration.ofNanos(Long.MAX_VALUE));
      assertThat(notes).isEmpty();
      assertThat(time.scheduler().cancel(never)).isTrue();
    }
  }
}
