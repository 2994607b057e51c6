package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.internal.threads.LibraryThreads;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver lives by a clock that the test moves: what it does not wake for, it does not do. */
@ExtendWith(LeakCheck.class)
class StripedSchedulerTest {

  private static final InheritableThreadLocal<@Nullable String> INHERITED =
      new InheritableThreadLocal<>();

  private final ManualTime time = ManualTime.make();
  private final StripedScheduler scheduler = new StripedScheduler(time, 4);
  private final ConcurrentLinkedQueue<String> rung = new ConcurrentLinkedQueue<>();

  private final class Bell extends Alarm {
    private final String name;
    private final Runnable then;

    Bell(String name, Runnable then) {
      this.name = name;
      this.then = then;
    }

    Bell(String name) {
      this(name, () -> {});
    }

    @Override
    protected void ring() {
      rung.add(name + " at " + time.nanoTime());
      then.run();
    }
  }

  private void advance(long nanos) {
    time.advance(Duration.ofNanos(nanos));
  }

  private void awaitRung(String... names) {
    Await.until("rung " + List.of(names) + ", so far " + rung, () -> rung.size() >= names.length);
    assertThat(rung).containsExactly(names);
  }

  @Test
  void ringsAtTheDeadlineAndNotBefore() {
    scheduler.schedule(new Bell("a"), 100);
    scheduler.schedule(new Bell("b"), 99);
    time.awaitSleepers(1);
    advance(99);
    awaitRung("b at 99");
    time.awaitSleepers(1);
    assertThat(rung).hasSize(1);
    advance(1);
    awaitRung("b at 99", "a at 100");
  }

  @Test
  @Spec("TIMER-18")
  void anEarlierAlarmWakesTheDriver() {
    scheduler.schedule(new Bell("late"), 100);
    time.awaitSleepers(1);
    scheduler.schedule(new Bell("later"), 200);
    scheduler.schedule(new Bell("early"), 50);
    advance(50);
    awaitRung("early at 50");
    time.awaitSleepers(1);
    advance(50);
    awaitRung("early at 50", "late at 100");
    time.awaitSleepers(1);
    advance(100);
    awaitRung("early at 50", "late at 100", "later at 200");
  }

  @Test
  void timeoutsThatAreCancelledShareOneWakeUp() {
    scheduler.schedule(new Bell("starts"), 1); // a driver that begins looks by itself
    time.awaitSleepers(1);
    advance(1); // by now this thread has told the driver, which need not look once more for that
    awaitRung("starts at 1");
    time.awaitSleepers(1);
    long start = time.parks();
    for (int i = 0; i < 1_000; i++) {
      Alarm alarm = new Bell("cancelled");
      scheduler.schedule(alarm, 101 + i);
      assertThat(scheduler.cancel(alarm)).isTrue();
      time.awaitSleepers(1);
    }
    long parks = time.parks();
    assertThat(parks - start).as("one, and a wake-up that came early").isLessThanOrEqualTo(2);
    advance(100);
    Await.until("a wake-up for nothing", () -> time.parks() > parks);
    assertThat(rung).hasSize(1);
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
              "setter", () -> scheduler.schedule(new Bell("d" + deadline), deadline)));
      expected.add("d" + (100 + i) + " at 1000");
    }
    assertThat(scheduler.pending()).isEqualTo(40);
    time.awaitSleepers(1);
    advance(1_000);
    awaitRung(expected.toArray(String[]::new));
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  @Spec("TIMER-17")
  void whatIsOverdueRingsAtOnce() {
    scheduler.schedule(new Bell("now"), 0);
    awaitRung("now at 0");
    scheduler.schedule(new Bell("past"), -Long.MAX_VALUE);
    awaitRung("now at 0", "past at 0");
  }

  @Test
  @Spec("TIMER-17")
  void foreverNeedsNoEntryAndNoThread() {
    Alarm never = new Bell("never");
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
    scheduler.schedule(new Bell("last"), TimeSource.FOREVER - 1);
    scheduler.schedule(new Bell("first"), 1);
    time.awaitSleepers(1);
    advance(1);
    awaitRung("first at 1");
    assertThat(scheduler.pending()).isEqualTo(1);
  }

  @Test
  @Spec("TIMER-18")
  void aPendingAlarmIsMoved() {
    Alarm alarm = new Bell("a");
    assertThat(scheduler.schedule(alarm, 10)).isFalse();
    assertThat(scheduler.schedule(alarm, TimeSource.FOREVER)).isTrue();
    assertThat(scheduler.pending()).isZero();
    assertThat(scheduler.schedule(alarm, 30)).isTrue();
    assertThat(scheduler.schedule(alarm, 20)).isTrue();
    assertThat(scheduler.pending()).isEqualTo(1);
    scheduler.schedule(new Bell("end"), 40);
    Await.until("asleep", () -> time.sleepers() == 1);
    advance(40);
    awaitRung("a at 40", "end at 40");
    assertThat(scheduler.cancel(alarm)).isFalse();
  }

  @Test
  void mayBeScheduledAgainWhileItRings() {
    AtomicReference<Alarm> self = new AtomicReference<>();
    Alarm alarm =
        new Bell(
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
      advance(10);
      int rings = ring;
      Await.until("rung", () -> rung.size() == rings && (rings == 3 || scheduler.pending() == 1));
    }
    assertThat(rung).containsExactly("again at 10", "again at 20", "again at 30");
  }

  @Test
  void aFailingRingDisturbsNoOther() {
    RuntimeException failure = new IllegalStateException("on purpose");
    ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
    scheduler.schedule(
        new Bell(
            "handler",
            () ->
                Thread.currentThread()
                    .setUncaughtExceptionHandler(
                        (thread, thrown) -> {
                          reported.add(thrown);
                          throw new IllegalStateException("the handler, too");
                        })),
        0);
    awaitRung("handler at 0");
    scheduler.schedule(
        new Bell(
            "bad",
            () -> {
              throw failure;
            }),
        0);
    scheduler.schedule(new Bell("good"), 1);
    advance(1);
    Await.until("rung " + rung, () -> rung.size() == 3);
    Await.until("reported", () -> !reported.isEmpty());
    assertThat(reported).containsExactly(failure);
  }

  @Test
  void theDriverInheritsNothing() {
    AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    AtomicReference<@Nullable String> inherited = new AtomicReference<>("unset");
    Alarm alarm =
        new Bell(
            "a",
            () -> {
              inherited.set(INHERITED.get());
              driver.set(Thread.currentThread());
            });
    ClassLoader own = new ClassLoader(getClass().getClassLoader()) {};
    Await.ended(
        ThreadKind.PLATFORM.start(
            "starter",
            () -> {
              INHERITED.set("of the starter");
              Thread.currentThread().setContextClassLoader(own);
              scheduler.schedule(alarm, 0);
            }));
    awaitRung("a at 0");
    Await.until("told", () -> driver.get() != null);
    assertThat(inherited.get()).isNull();
    assertThat(driver.get().isDaemon()).isTrue();
    assertThat(driver.get().isVirtual()).isFalse();
    assertThat(driver.get().getName()).isEqualTo("goprims-alarms");
    assertThat(driver.get().getContextClassLoader()).isNull();
    assertThat(driver.get().getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    assertThat(driver.get().getThreadGroup().getName()).isEqualTo("goprims");
    assertThat(driver.get().getThreadGroup().getParent().getParent()).isNull();
  }

  private static final long IDLE = 1_000;

  private final List<Thread> drivers = new CopyOnWriteArrayList<>();
  private int failingStarts;
  private final StripedScheduler idler =
      new StripedScheduler(
          time,
          4,
          IDLE,
          task -> {
            if (failingStarts-- > 0) {
              throw new OutOfMemoryError("on purpose");
            }
            Thread driver = LibraryThreads.named("driver").newThread(task);
            drivers.add(driver);
            return driver;
          });

  @Test
  @Spec("TIMER-20")
  void anIdleDriverEndsAndStartsAgain() {
    for (int i = 1; i <= 3; i++) {
      String name = "a" + i;
      idler.schedule(new Bell(name), time.nanoTime());
      Await.until("rung", () -> rung.size() == 1);
      assertThat(rung.remove()).startsWith(name);
      time.awaitSleepers(1);
      advance(IDLE - 1);
      assertThat(idler.isDriven()).isTrue();
      // Later by what the setter's announcement, which may come after the ring, has still moved.
      Thread driver = drivers.getLast();
      Await.until(
          "the end of the driver",
          () -> {
            advance(1);
            return !driver.isAlive();
          });
      assertThat(idler.isDriven()).isFalse();
      assertThat(drivers).hasSize(i);
    }
  }

  @Test
  @Spec("TIMER-20")
  void whatWasCancelledDoesNotKeepTheDriver() {
    Alarm alarm = new Bell("in an hour");
    idler.schedule(alarm, 1_000 * IDLE);
    time.awaitSleepers(1);
    advance(IDLE);
    time.awaitSleepers(1);
    advance(IDLE);
    time.awaitSleepers(1);
    assertThat(idler.isDriven()).as("something is pending").isTrue();
    idler.cancel(alarm);
    advance(IDLE);
    Await.ended(drivers.getFirst());
    idler.schedule(new Bell("b"), 4 * IDLE);
    Await.until("asleep", () -> time.sleepers() == 1);
    advance(IDLE);
    awaitRung("b at 4000");
  }

  @Test
  @Spec("INT-12")
  void aFailedDriverStartIsTriedAgain() {
    failingStarts = 2;
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> idler.schedule(new Bell("failed"), 10))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(idler.pending()).isZero();
      assertThat(idler.isDriven()).isFalse();
    }
    idler.schedule(new Bell("a"), 10);
    time.awaitSleepers(1);
    advance(10);
    awaitRung("a at 10");
  }

  @Test
  void anEndingDriverStaysForAPendingAlarm() {
    StripedScheduler undriven =
        new StripedScheduler(
            time, 4, StripedScheduler.IDLE_NANOS, driver -> new Thread(() -> {}, "does nothing"));
    undriven.schedule(new Bell("pending"), 100);
    assertThat(undriven.end()).isFalse();
    assertThat(undriven.isDriven()).isTrue();
  }

  /** Fails in the thread of that name only, and is {@link #time} for all others. */
  private final class Failing implements TimeSource {
    @Override
    public long nanoTime() {
      if (Thread.currentThread().getName().equals("fails")) {
        throw new IllegalStateException("on purpose");
      }
      return time.nanoTime();
    }

    @Override
    public Instant instant() {
      return time.instant();
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      time.parkUntil(blocker, deadline);
    }

    @Override
    public Scheduler scheduler() {
      return time.scheduler();
    }
  }

  /** Has failed before its starter goes on; of the second one the starter sets something more. */
  private final class ShortLived extends Thread {
    ShortLived(Runnable task) {
      super(task, "fails");
      setUncaughtExceptionHandler((thread, failure) -> rung.add(failure.getMessage()));
    }

    @Override
    public void start() {
      super.start();
      Await.ended(this);
      if (drivers.size() == 2) {
        succeeded.schedule(new Bell("last"), 300);
        time.awaitSleepers(1);
      }
    }
  }

  private final StripedScheduler succeeded =
      new StripedScheduler(
          new Failing(),
          4,
          StripedScheduler.IDLE_NANOS,
          task -> {
            Thread driver =
                drivers.size() < 2
                    ? new ShortLived(task)
                    : LibraryThreads.named("driver").newThread(task);
            drivers.add(driver);
            return driver;
          });

  /** Whose setter tells the driver before it, which has gone. */
  @Test
  @Spec("TIMER-18")
  void aNewDriverFindsAnUnannouncedAlarm() {
    succeeded.schedule(new Bell("second"), 200);
    succeeded.schedule(new Bell("first"), 100);
    assertThat(drivers).hasSize(3);
    advance(100);
    awaitRung("on purpose", "on purpose", "first at 100");
  }

  /** Its setter has yet to tell anybody. */
  @Test
  @Spec("TIMER-18")
  void aStayingDriverFindsAnUnannouncedAlarm() {
    StripedScheduler undriven = new StripedScheduler(time, 4, 0, task -> new Thread(task));
    Alarm alarm = new Bell("a");
    undriven.stripeOf(alarm).schedule(alarm, 0);
    assertThat(undriven.end()).isFalse();
    undriven.step();
    awaitRung("a at 0");
  }

  @Test
  void anInterruptDoesNotMakeTheDriverSpin() {
    scheduler.schedule(new Bell("starts"), 0);
    AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    scheduler.schedule(new Bell("tells", () -> driver.set(Thread.currentThread())), 0);
    awaitRung("starts at 0", "tells at 0");
    scheduler.schedule(new Bell("late"), 100);
    time.awaitSleepers(1);
    long before = time.parks();
    driver.get().getThreadGroup().interrupt();
    Await.until("the flag is cleared", () -> !driver.get().isInterrupted());
    time.awaitSleepers(1);
    for (int i = 0; i < 100; i++) {
      assertThat(time.sleepers()).isEqualTo(1);
    }
    assertThat(time.parks() - before).as("parks after the interrupt").isLessThanOrEqualTo(3);
    advance(100);
    awaitRung("starts at 0", "tells at 0", "late at 100");
  }

  @Test
  void whatIsCancelledCanBeCollected() {
    List<WeakReference<Alarm>> gone = new ArrayList<>();
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Alarm alarm = new Bell("a");
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
