package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver lives by a clock that the test moves: what it does not wake for, it does not do. */
@ExtendWith(LeakCheck.class)
class StripedSchedulerTest {

  private final Bells bells = new Bells();
  private final ManualTime time = bells.time;
  private final StripedScheduler scheduler = new StripedScheduler(time, 4);

  @Test
  void ringsAtTheDeadlineAndNotBefore() {
    scheduler.schedule(bells.bell("a"), 100);
    scheduler.schedule(bells.bell("b"), 99);
    time.awaitSleepers(1);
    bells.advance(99);
    bells.awaitRung("b at 99");
    time.awaitSleepers(1);
    assertThat(bells.rung).hasSize(1);
    bells.advance(1);
    bells.awaitRung("b at 99", "a at 100");
  }

  @Test
  @Spec("TIMER-18")
  void anEarlierAlarmWakesTheDriver() {
    scheduler.schedule(bells.bell("late"), 100);
    time.awaitSleepers(1);
    scheduler.schedule(bells.bell("later"), 200);
    scheduler.schedule(bells.bell("early"), 50);
    bells.advance(50);
    bells.awaitRung("early at 50");
    time.awaitSleepers(1);
    bells.advance(50);
    bells.awaitRung("early at 50", "late at 100");
    time.awaitSleepers(1);
    bells.advance(100);
    bells.awaitRung("early at 50", "late at 100", "later at 200");
  }

  @Test
  void timeoutsThatAreCancelledShareOneWakeUp() {
    scheduler.schedule(bells.bell("starts"), 1); // a driver that begins looks by itself
    time.awaitSleepers(1);
    // By now this thread has told the driver, which need not look once more for that.
    bells.advance(1);
    bells.awaitRung("starts at 1");
    time.awaitSleepers(1);
    long start = time.parks();
    for (int i = 0; i < 1_000; i++) {
      Alarm alarm = bells.bell("cancelled");
      scheduler.schedule(alarm, 101 + i);
      assertThat(scheduler.cancel(alarm)).isTrue();
      time.awaitSleepers(1);
    }
    long parks = time.parks();
    assertThat(parks - start).as("one, and a wake-up that came early").isLessThanOrEqualTo(2);
    bells.advance(100);
    Await.until("a wake-up for nothing", () -> time.parks() > parks);
    assertThat(bells.rung).hasSize(1);
  }

  @Test
  @Spec("TIMER-03")
  void ringsInTheOrderOfDeadlinesAcrossStripes() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int deadline = 100 + i * 17 % 40;
      // Each thread has a stripe of its own, one after the other.
      Await.ended(
          ThreadKind.PLATFORM.start(
              "setter", () -> scheduler.schedule(bells.bell("d" + deadline), deadline)));
      expected.add("d" + (100 + i) + " at 1000");
    }
    assertThat(scheduler.pending()).isEqualTo(40);
    time.awaitSleepers(1);
    bells.advance(1_000);
    bells.awaitRung(expected.toArray(String[]::new));
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  @Spec("TIMER-17")
  void whatIsOverdueRingsAtOnce() {
    scheduler.schedule(bells.bell("now"), 0);
    bells.awaitRung("now at 0");
    scheduler.schedule(bells.bell("past"), -Long.MAX_VALUE);
    bells.awaitRung("now at 0", "past at 0");
  }

  @Test
  @Spec("TIMER-17")
  void foreverNeedsNoEntryAndNoThread() {
    Alarm never = bells.bell("never");
    scheduler.schedule(never, TimeSource.FOREVER);
    assertThat(scheduler.pending()).isZero();
    assertThat(scheduler.isDriven()).isFalse();
    assertThat(scheduler.cancel(never)).isTrue();
    assertThat(scheduler.cancel(never)).isFalse();
    assertThat(scheduler.isDriven()).isFalse();
  }

  @Test
  @Spec("TIMER-17")
  void theLastMomentDisturbsNoOther() {
    scheduler.schedule(bells.bell("last"), TimeSource.FOREVER - 1);
    scheduler.schedule(bells.bell("first"), 1);
    time.awaitSleepers(1);
    bells.advance(1);
    bells.awaitRung("first at 1");
    assertThat(scheduler.pending()).isEqualTo(1);
  }

  @Test
  @Spec("TIMER-18")
  void aPendingAlarmIsMoved() {
    Alarm alarm = bells.bell("a");
    assertThat(scheduler.schedule(alarm, 10)).isFalse();
    assertThat(scheduler.schedule(alarm, TimeSource.FOREVER)).isTrue();
    assertThat(scheduler.pending()).isZero();
    assertThat(scheduler.schedule(alarm, 30)).isTrue();
    assertThat(scheduler.schedule(alarm, 20)).isTrue();
    assertThat(scheduler.pending()).isEqualTo(1);
    scheduler.schedule(bells.bell("end"), 40);
    Await.until("asleep", () -> time.sleepers() == 1);
    bells.advance(40);
    bells.awaitRung("a at 40", "end at 40");
    assertThat(scheduler.cancel(alarm)).isFalse();
  }

  @Test
  void mayBeScheduledAgainWhileItRings() {
    AtomicReference<Alarm> self = new AtomicReference<>();
    Alarm alarm =
        bells.bell(
            "again",
            () -> {
              if (time.nanoTime() < 30) {
                scheduler.schedule(self.get(), time.nanoTime() + 10);
              }
            });
    self.set(alarm);
    scheduler.schedule(alarm, 10);
    for (int ring = 1; ring <= 3; ring++) {
      time.awaitSleepers(1);
      bells.advance(10);
      int rings = ring;
      Await.until(
          "rung", () -> bells.rung.size() == rings && (rings == 3 || scheduler.pending() == 1));
    }
    assertThat(bells.rung).containsExactly("again at 10", "again at 20", "again at 30");
  }

  @Test
  void aFailingRingDisturbsNoOther() {
    RuntimeException failure = new IllegalStateException("on purpose");
    ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
    scheduler.schedule(
        bells.bell(
            "handler",
            () ->
                Thread.currentThread()
                    .setUncaughtExceptionHandler(
                        (thread, thrown) -> {
                          reported.add(thrown);
                          throw new IllegalStateException("the handler, too");
                        })),
        0);
    bells.awaitRung("handler at 0");
    scheduler.schedule(
        bells.bell(
            "bad",
            () -> {
              throw failure;
            }),
        0);
    scheduler.schedule(bells.bell("good"), 1);
    bells.advance(1);
    Await.until("rung " + bells.rung, () -> bells.rung.size() == 3);
    Await.until("reported", () -> !reported.isEmpty());
    assertThat(reported).containsExactly(failure);
  }

  @Test
  void whatIsCancelledCanBeCollected() {
    List<WeakReference<Alarm>> gone = new ArrayList<>();
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Alarm alarm = bells.bell("a");
      alarms.add(alarm);
      gone.add(new WeakReference<>(alarm));
      scheduler.schedule(alarm, 1_000 + i);
    }
    assertThat(scheduler.pending()).isEqualTo(10_000);
    alarms.forEach(scheduler::cancel);
    assertThat(scheduler.pending()).isZero();
    alarms.clear();
    Await.until(
        "collected",
        () -> {
          System.gc();
          return gone.stream().allMatch(reference -> reference.get() == null);
        });
  }
}
