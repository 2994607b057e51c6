package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.internal.threads.LibraryThreads;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The thread of a {@link StripedScheduler}: when it starts and ends, what it takes along. */
@ExtendWith(LeakCheck.class)
class StripedSchedulerDriverTest {

  private static final InheritableThreadLocal<@Nullable String> INHERITED =
      new InheritableThreadLocal<>();
  private static final long IDLE = 1_000;

  private final Bells bells = new Bells();
  private final ManualTime time = bells.time;
  private final StripedScheduler scheduler = new StripedScheduler(time, 4);
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
  void theDriverInheritsNothing() {
    AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    AtomicReference<@Nullable String> inherited = new AtomicReference<>("unset");
    Alarm alarm =
        bells.bell(
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
    bells.awaitRung("a at 0");
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

  @Test
  @Spec("TIMER-20")
  void anIdleDriverEndsAndStartsAgain() {
    for (int i = 1; i <= 3; i++) {
      String name = "a" + i;
      idler.schedule(bells.bell(name), time.nanoTime());
      Await.until("rung", () -> bells.rung.size() == 1);
      assertThat(bells.rung.remove()).startsWith(name);
      time.awaitSleepers(1);
      bells.advance(IDLE - 1);
      assertThat(idler.isDriven()).isTrue();
      // Later by what the setter's announcement, which may come after the ring, has still moved.
      Thread driver = drivers.getLast();
      Await.until(
          "the end of the driver",
          () -> {
            bells.advance(1);
            return !driver.isAlive();
          });
      assertThat(idler.isDriven()).isFalse();
      assertThat(drivers).hasSize(i);
    }
  }

  @Test
  @Spec("TIMER-20")
  void whatWasCancelledDoesNotKeepTheDriver() {
    Alarm alarm = bells.bell("in an hour");
    idler.schedule(alarm, 1_000 * IDLE);
    time.awaitSleepers(1);
    bells.advance(IDLE);
    time.awaitSleepers(1);
    bells.advance(IDLE);
    time.awaitSleepers(1);
    assertThat(idler.isDriven()).as("something is pending").isTrue();
    idler.cancel(alarm);
    bells.advance(IDLE);
    Await.ended(drivers.getFirst());
    idler.schedule(bells.bell("b"), 4 * IDLE);
    Await.until("asleep", () -> time.sleepers() == 1);
    bells.advance(IDLE);
    bells.awaitRung("b at 4000");
  }

  @Test
  @Spec("INT-12")
  void aFailedDriverStartIsTriedAgain() {
    failingStarts = 2;
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> idler.schedule(bells.bell("failed"), 10))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(idler.pending()).isZero();
      assertThat(idler.isDriven()).isFalse();
    }
    idler.schedule(bells.bell("a"), 10);
    time.awaitSleepers(1);
    bells.advance(10);
    bells.awaitRung("a at 10");
  }

  @Test
  void anEndingDriverStaysForAPendingAlarm() {
    StripedScheduler undriven =
        new StripedScheduler(
            time, 4, StripedScheduler.IDLE_NANOS, driver -> new Thread(() -> {}, "does nothing"));
    undriven.schedule(bells.bell("pending"), 100);
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
      setUncaughtExceptionHandler((thread, failure) -> bells.rung.add(failure.getMessage()));
    }

    @Override
    public void start() {
      super.start();
      Await.ended(this);
      if (drivers.size() == 2) {
        succeeded.schedule(bells.bell("last"), 300);
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
    succeeded.schedule(bells.bell("second"), 200);
    succeeded.schedule(bells.bell("first"), 100);
    assertThat(drivers).hasSize(3);
    bells.advance(100);
    bells.awaitRung("on purpose", "on purpose", "first at 100");
  }

  /** Its setter has yet to tell anybody. */
  @Test
  @Spec("TIMER-18")
  void aStayingDriverFindsAnUnannouncedAlarm() {
    StripedScheduler undriven = new StripedScheduler(time, 4, 0, task -> new Thread(task));
    Alarm alarm = bells.bell("a");
    undriven.stripeOf(alarm).schedule(alarm, 0);
    assertThat(undriven.end()).isFalse();
    undriven.step();
    bells.awaitRung("a at 0");
  }

  @Test
  void anInterruptDoesNotMakeTheDriverSpin() {
    scheduler.schedule(bells.bell("starts"), 0);
    AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    scheduler.schedule(bells.bell("tells", () -> driver.set(Thread.currentThread())), 0);
    bells.awaitRung("starts at 0", "tells at 0");
    scheduler.schedule(bells.bell("late"), 100);
    time.awaitSleepers(1);
    long before = time.parks();
    driver.get().getThreadGroup().interrupt();
    Await.until("the flag is cleared", () -> !driver.get().isInterrupted());
    time.awaitSleepers(1);
    for (int i = 0; i < 100; i++) {
      assertThat(time.sleepers()).isEqualTo(1);
    }
    assertThat(time.parks() - before).as("parks after the interrupt").isLessThanOrEqualTo(3);
    bells.advance(100);
    bells.awaitRung("starts at 0", "tells at 0", "late at 100");
  }
}
