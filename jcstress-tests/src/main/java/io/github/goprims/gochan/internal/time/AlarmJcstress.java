package io.github.goprims.gochan.internal.time;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races of those who set and cancel alarms with the driver, which an actor plays: step by step, and
 * by a clock that stands at zero.
 *
 * @primitive Timer
 */
public final class AlarmJcstress {

  private AlarmJcstress() {}

  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  /** So many that the driver's look at all of them takes a while. */
  private static final int STRIPES = 16;

  private static final long DUE = 0;
  private static final long LATER = 5;

  private static final VarHandle DRIVER = field("driver", Thread.class);
  private static final VarHandle WAKE_AT = field("wakeAt", long.class);

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(StripedScheduler.class, MethodHandles.lookup())
          .findVarHandle(StripedScheduler.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A scheduler whose driver is {@code driver}, and not a thread of its own. */
  private static StripedScheduler drivenBy(Thread driver) {
    StripedScheduler scheduler = new StripedScheduler(new Standing(), STRIPES);
    DRIVER.setVolatile(scheduler, driver);
    return scheduler;
  }

  private static final class Standing implements TimeSource {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      LockSupport.parkNanos(blocker, LONG);
    }

    @Override
    public Scheduler scheduler() {
      throw new UnsupportedOperationException();
    }
  }

  static final class Bell extends Alarm {
    final AtomicInteger rings = new AtomicInteger();

    @Override
    protected void ring() {
      rings.incrementAndGet();
    }
  }

  /** An alarm that is due, and a driver about to go on its round. */
  abstract static class Due {
    final StripedScheduler scheduler = drivenBy(Thread.currentThread());
    final Bell bell = new Bell();

    Due() {
      scheduler.schedule(bell, DUE);
    }
  }

  /**
   * @hunts an alarm that both rings and is cancelled, or neither
   * @guards the linearization points of {@link StripedScheduler}
   * @see StripedScheduler#cancel
   * @see StripedScheduler#step
   */
  @JCStressTest
  @Outcome(id = "true, 1", expect = FORBIDDEN, desc = "cancelled, and rang")
  @Outcome(id = "false, 0", expect = FORBIDDEN, desc = "neither cancelled nor rung")
  @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "cancelled before the round")
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "taken before the cancel")
  @Outcome(expect = FORBIDDEN, desc = "rang more than once")
  @State
  public static class CancelVersusRing extends Due {
    @Actor
    public void canceller(LL_Result r) {
      r.r1 = scheduler.cancel(bell);
    }

    @Actor
    public void driver() {
      scheduler.step();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = bell.rings.get();
    }
  }

  /**
   * @hunts one setting that is cancelled twice, and an entry left behind
   * @guards the linearization point of cancel of {@link StripedScheduler}
   * @see StripedScheduler#cancel
   */
  @JCStressTest
  @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "both cancelled the same setting")
  @Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "each left it to the other")
  @Outcome(id = "(true, false|false, true), 0", expect = ACCEPTABLE, desc = "one came first")
  @Outcome(expect = FORBIDDEN, desc = "cancelled, and still there")
  @State
  public static class CancelVersusCancel extends Due {
    @Actor
    public void one(LLI_Result r) {
      r.r1 = scheduler.cancel(bell);
    }

    @Actor
    public void other(LLI_Result r) {
      r.r2 = scheduler.cancel(bell);
    }

    @Arbiter
    public void after(LLI_Result r) {
      r.r3 = scheduler.pending();
    }
  }

  /**
   * @hunts an alarm that is lost, or doubled, while it is moved
   * @guards the one step of schedule of {@link StripedScheduler} (TIMER-18)
   */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "moved before the round")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "rang, then set anew")
  @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
  @State
  public static class MoveVersusRing extends Due {
    @Actor
    public void mover() {
      scheduler.schedule(bell, LATER);
    }

    @Actor
    public void driver() {
      scheduler.step();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = bell.rings.get();
      r.r2 = scheduler.pending();
    }
  }

  /**
   * @hunts an alarm that neither the driver sees at the end of its round nor its setter announces
   * @guards {@link StripedScheduler}: A1, why no alarm is overlooked
   * @see StripedScheduler#announce
   * @see StripedScheduler#step
   */
  @JCStressTest
  @Outcome(id = "overlooked", expect = FORBIDDEN, desc = "looked, set, announced, raised")
  @Outcome(id = "awaited", expect = ACCEPTABLE, desc = "seen by the driver, or announced")
  @State
  public static class ScheduleVersusRound extends Due {
    private final Bell later = new Bell();

    @Actor
    public void setter() {
      scheduler.schedule(later, LATER);
    }

    @Actor
    public void driver() {
      scheduler.step();
    }

    @Arbiter
    public void after(L_Result r) {
      r.r1 = (long) WAKE_AT.getVolatile(scheduler) <= LATER ? "awaited" : "overlooked";
    }
  }

  /**
   * @hunts a driver that sleeps beside an alarm that is due
   * @guards {@link StripedScheduler}: why no wake-up is lost
   * @see StripedScheduler#announce
   * @see StripedScheduler#step
   */
  @JCStressTest
  @Outcome(id = "late", expect = FORBIDDEN, desc = "parked, and was not unparked")
  @Outcome(id = "in time", expect = ACCEPTABLE, desc = "did not park, or was unparked")
  @State
  public static class ScheduleVersusPark {
    private final Bell bell = new Bell();
    private volatile StripedScheduler scheduler;

    @Actor
    public void driver(L_Result r) {
      StripedScheduler mine = drivenBy(Thread.currentThread());
      long start = System.nanoTime();
      scheduler = mine;
      while (bell.rings.get() == 0) {
        mine.step();
      }
      r.r1 = System.nanoTime() - start < LONG / 2 ? "in time" : "late";
    }

    @Actor
    public void setter() {
      while (scheduler == null) {
        Thread.onSpinWait();
      }
      scheduler.schedule(bell, DUE);
    }
  }

  /**
   * @hunts an alarm that is pending when the driver has gone
   * @guards {@link StripedScheduler}: A3, why no alarm is left without a driver
   * @see StripedScheduler#announce
   * @see StripedScheduler#end
   */
  @JCStressTest
  @Outcome(id = "alone", expect = FORBIDDEN, desc = "seen by nobody: pending without a driver")
  @Outcome(id = "stays", expect = ACCEPTABLE, desc = "the driver has found it, and come back")
  @Outcome(id = "next", expect = ACCEPTABLE, desc = "the setter has started another")
  @State
  public static class ScheduleVersusEnd {
    private final StripedScheduler scheduler =
        new StripedScheduler(new Standing(), STRIPES, LONG, task -> new Idle());
    private final Bell bell = new Bell();

    public ScheduleVersusEnd() {
      DRIVER.setVolatile(scheduler, Thread.currentThread());
    }

    @Actor
    public void driver() {
      scheduler.end();
    }

    @Actor
    public void setter() {
      scheduler.schedule(bell, LATER);
    }

    @Arbiter
    public void after(L_Result r) {
      Object driver = DRIVER.getVolatile(scheduler);
      r.r1 = driver == null ? "alone" : driver instanceof Idle ? "next" : "stays";
    }
  }

  /** Takes part by being there. */
  private static final class Idle extends Thread {
    @Override
    public void start() {
      // An actor plays the driver.
    }
  }
}
