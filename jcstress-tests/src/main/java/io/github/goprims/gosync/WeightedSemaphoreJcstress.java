package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races on a semaphore of ten. Some parties stand in its queue already when the race begins. They
 * have no thread: they got there by the semaphore's own slow path, and whoever plays them lets
 * their wait run to its end.
 *
 * @primitive WeightedSemaphore
 */
public final class WeightedSemaphoreJcstress {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final long PASSED = 0;

  private WeightedSemaphoreJcstress() {}

  private static WeightedSemaphore semaphoreWithFree(long free) {
    WeightedSemaphore semaphore = WeightedSemaphore.of(10).named("s");
    if (!semaphore.tryAcquire(10 - free)) {
      throw new IllegalStateException("taken: " + semaphore);
    }
    return semaphore;
  }

  private static SemaphoreAcquireWait queued(WeightedSemaphore semaphore, long weight) {
    SemaphoreAcquireWait waiter = new SemaphoreAcquireWait(semaphore, weight);
    if (semaphore.takeOrQueue(waiter)) {
      throw new IllegalStateException("need not wait: " + semaphore);
    }
    return waiter;
  }

  /** The time of {@code waiter} is over: "acquired" or "gave up". */
  private static String giveUp(WeightedSemaphore semaphore, SemaphoreAcquireWait waiter) {
    return semaphore.await(waiter, PASSED) == Waiter.TIMED_OUT ? "gave up" : "acquired";
  }

  /** It is interrupted: "acquired" with the flag kept, or "interrupted" with the flag cleared. */
  private static String interrupt(WeightedSemaphore semaphore, SemaphoreAcquireWait waiter) {
    Thread.currentThread().interrupt();
    boolean left = semaphore.await(waiter, TimeSource.FOREVER) == Waiter.INTERRUPTED;
    String outcome = left ? "interrupted" : "acquired";
    return Thread.interrupted() == left ? outcome + " but the flag is wrong" : outcome;
  }

  /** "acquired" or, if nobody told that it could be, "never". */
  private static String acquire(WeightedSemaphore semaphore, long weight) {
    try {
      return semaphore.tryAcquire(weight, LONG) ? "acquired" : "never";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** "acquired" or "canceled". */
  private static String acquire(WeightedSemaphore semaphore, Context context, long weight) {
    try {
      semaphore.acquire(context, weight);
      return "acquired";
    } catch (CanceledException e) {
      return "canceled";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String release(WeightedSemaphore semaphore, long weight) {
    try {
      semaphore.release(weight);
      return "released";
    } catch (IllegalStateException e) {
      return "refused";
    }
  }

  /**
   * @hunts a thread that joins the queue beside what it wants, or does not see what comes before a
   *     release
   * @guards {@link WeightedSemaphore}: why no wake-up is lost (SEM-01, SEM-15)
   * @see WeightedSemaphore#acquireUntil
   * @see WeightedSemaphore#releaseToQueue
   */
  @JCStressTest
  @Outcome(id = "never, .*", expect = FORBIDDEN, desc = "waited beside a free semaphore")
  @Outcome(id = "acquired, 0", expect = FORBIDDEN, desc = "acquired without what came before")
  @Outcome(id = "acquired, 1", expect = ACCEPTABLE, desc = "found it free, or was served")
  @State
  public static class ReleaseVersusAcquire {
    private final WeightedSemaphore semaphore = semaphoreWithFree(3);
    private int data;

    @Actor
    public void holder() {
      data = 1;
      semaphore.release(1);
    }

    @Actor
    public void waiter(LL_Result r) {
      r.r1 = acquire(semaphore, 4);
      r.r2 = data;
    }
  }

  /**
   * @hunts weight that goes to a thread which gives up, and so to nobody, or that is shared out
   *     twice
   * @guards {@link WeightedSemaphore}: giving up (SEM-07, INT-02, INT-04)
   * @see WeightedSemaphore#await
   * @see WeightedSemaphore#leave
   * @see WeightedSemaphore#releaseToQueue
   */
  @JCStressTest
  @Outcome(id = "acquired, gave up, s.free=0, size=10.", expect = ACCEPTABLE, desc = "in time")
  @Outcome(id = "gave up, acquired, s.free=4, size=10.", expect = ACCEPTABLE, desc = "too late")
  @Outcome(expect = FORBIDDEN, desc = "weight for a leaver, for two or for nobody")
  @State
  public static class ReleaseVersusTimeout {
    private final WeightedSemaphore semaphore = semaphoreWithFree(0);
    private final SemaphoreAcquireWait first = queued(semaphore, 7);
    private final SemaphoreAcquireWait second = queued(semaphore, 3);

    @Actor
    public void holder() {
      semaphore.release(7);
    }

    @Actor
    public void leaver(LLL_Result r) {
      r.r1 = giveUp(semaphore, first);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = giveUp(semaphore, second);
      r.r3 = semaphore.toString();
    }
  }

  /**
   * @hunts weight that goes to a thread which is interrupted, and so to nobody, or that is shared
   *     out twice, and a lost flag
   * @guards {@link WeightedSemaphore}: giving up (SEM-07, INT-03, INT-04)
   * @see WeightedSemaphore#await
   * @see WeightedSemaphore#leave
   */
  @JCStressTest
  @Outcome(id = "acquired, gave up, s.free=0, size=10.", expect = ACCEPTABLE, desc = "in time")
  @Outcome(id = "interrupted, acquired, s.free=4, size=10.", expect = ACCEPTABLE, desc = "too late")
  @Outcome(expect = FORBIDDEN, desc = "weight for a leaver, for two or for nobody; or a lost flag")
  @State
  public static class ReleaseVersusInterrupt {
    private final WeightedSemaphore semaphore = semaphoreWithFree(0);
    private final SemaphoreAcquireWait first = queued(semaphore, 7);
    private final SemaphoreAcquireWait second = queued(semaphore, 3);

    @Actor
    public void holder() {
      semaphore.release(7);
    }

    @Actor
    public void leaver(LLL_Result r) {
      r.r1 = interrupt(semaphore, first);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = giveUp(semaphore, second);
      r.r3 = semaphore.toString();
    }
  }

  /**
   * @hunts weight that stays with a thread whose context ends as it comes
   * @guards {@link WeightedSemaphore#acquire(Context, long)}: the end of the context wins (SEM-04,
   *     SEM-06)
   * @see io.github.goprims.gocontext.internal.ContextLink#run
   */
  @JCStressTest
  @Outcome(id = "acquired, s.free=3, size=10.", expect = ACCEPTABLE, desc = "returned before")
  @Outcome(id = "canceled, s.free=10, size=10.", expect = ACCEPTABLE, desc = "canceled before that")
  @Outcome(expect = FORBIDDEN, desc = "canceled with the weight, or released twice")
  @State
  public static class ReleaseBeforeCancel {
    private final WeightedSemaphore semaphore = semaphoreWithFree(0);
    private final CancelableContext context = Context.background().withCancel();

    @Actor
    public void holder() {
      semaphore.release(10);
      context.cancel();
    }

    @Actor
    public void waiter(LL_Result r) {
      r.r1 = acquire(semaphore, context, 7);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = semaphore.toString();
    }
  }

  /**
   * @hunts weight for a thread whose context ended before the weight was free
   * @guards {@link WeightedSemaphore#acquire(Context, long)}: the end of the context wins (SEM-06)
   * @see io.github.goprims.gocontext.internal.ContextLink#run
   */
  @JCStressTest
  @Outcome(id = "canceled, s.free=10, size=10.", expect = ACCEPTABLE, desc = "as it came first")
  @Outcome(expect = FORBIDDEN, desc = "the weight won, or is lost")
  @State
  public static class CancelBeforeRelease {
    private final WeightedSemaphore semaphore = semaphoreWithFree(0);
    private final CancelableContext context = Context.background().withCancel();

    @Actor
    public void holder() {
      context.cancel();
      semaphore.release(10);
    }

    @Actor
    public void waiter(LL_Result r) {
      r.r1 = acquire(semaphore, context, 7);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = semaphore.toString();
    }
  }

  /**
   * @hunts a try that takes from what is released to one that waits
   * @guards {@link WeightedSemaphore}: W2, and that the weight is never free in between (SEM-02,
   *     SEM-03)
   */
  @JCStressTest
  @Outcome(id = "false, acquired, s.free=0, size=10.", expect = ACCEPTABLE, desc = "first come")
  @Outcome(expect = FORBIDDEN, desc = "a try that passed who waited, or took what was not there")
  @State
  public static class TryVersusQueued {
    private final WeightedSemaphore semaphore = semaphoreWithFree(3);
    private final SemaphoreAcquireWait waiter = queued(semaphore, 10);

    @Actor
    public void holder() {
      semaphore.release(7);
    }

    @Actor
    public void trier(LLL_Result r) {
      r.r1 = semaphore.tryAcquire(1);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = giveUp(semaphore, waiter);
      r.r3 = semaphore.toString();
    }
  }

  /**
   * @hunts a try and a waiter that both take what is there once, or both nothing
   * @guards {@link WeightedSemaphore}: W2 (SEM-02)
   */
  @JCStressTest
  @Outcome(id = "true, queued, s.free=2, size=10, waiting=1.", expect = ACCEPTABLE, desc = "before")
  @Outcome(id = "false, queued, s.free=3, size=10, waiting=1.", expect = ACCEPTABLE, desc = "after")
  @Outcome(expect = FORBIDDEN, desc = "a try behind who waits, or a wrong count")
  @State
  public static class TryVersusJoin {
    private final WeightedSemaphore semaphore = semaphoreWithFree(3);
    private final SemaphoreAcquireWait newcomer = new SemaphoreAcquireWait(semaphore, 4);

    @Actor
    public void trier(LLL_Result r) {
      r.r1 = semaphore.tryAcquire(1);
    }

    @Actor
    public void newcomer(LLL_Result r) {
      r.r2 = semaphore.takeOrQueue(newcomer) ? "took" : "queued";
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = semaphore.toString();
    }
  }

  /**
   * @hunts a thread that joins behind one that leaves, and waits for nobody
   * @guards {@link WeightedSemaphore}: leaving, W1, W3 (SEM-07, INT-04)
   * @see WeightedSemaphore#leave
   */
  @JCStressTest
  @Outcome(id = "gave up, acquired, s.free=0, size=10.", expect = ACCEPTABLE, desc = "let through")
  @Outcome(expect = FORBIDDEN, desc = "waits behind nobody")
  @State
  public static class FirstLeavesVersusJoin {
    private final WeightedSemaphore semaphore = semaphoreWithFree(5);
    private final SemaphoreAcquireWait first = queued(semaphore, 6);

    @Actor
    public void leaver(LLL_Result r) {
      r.r1 = giveUp(semaphore, first);
    }

    @Actor
    public void newcomer(LLL_Result r) {
      r.r2 = acquire(semaphore, 5);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = semaphore.toString();
    }
  }

  /**
   * @hunts those that two who leave at once let through twice, or not at all
   * @guards {@link WeightedSemaphore}: leaving, W1, W3 (SEM-07)
   * @see WeightedSemaphore#leave
   */
  @JCStressTest
  @Outcome(id = "gave up, interrupted, acquired", expect = ACCEPTABLE, desc = "let through once")
  @Outcome(expect = FORBIDDEN, desc = "waits behind nobody")
  @State
  public static class FirstTwoLeave {
    private final WeightedSemaphore semaphore = semaphoreWithFree(5);
    private final SemaphoreAcquireWait first = queued(semaphore, 6);
    private final SemaphoreAcquireWait second = queued(semaphore, 7);
    private final SemaphoreAcquireWait third = queued(semaphore, 5);

    @Actor
    public void first(LLL_Result r) {
      r.r1 = giveUp(semaphore, first);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = interrupt(semaphore, second);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = giveUp(semaphore, third);
    }
  }

  /**
   * @hunts two releases of what is held once
   * @guards {@link WeightedSemaphore}: the check before the change (SEM-09)
   */
  @JCStressTest
  @Outcome(id = "released, refused, s.free=10, size=10.", expect = ACCEPTABLE, desc = "one first")
  @Outcome(id = "refused, released, s.free=10, size=10.", expect = ACCEPTABLE, desc = "the other")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither, or a wrong count")
  @State
  public static class ReleaseVersusRelease {
    private final WeightedSemaphore semaphore = semaphoreWithFree(7);

    @Actor
    public void one(LLL_Result r) {
      r.r1 = release(semaphore, 2);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = release(semaphore, 3);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = r.r1.equals(r.r2) ? "both or neither" : rest(r);
    }

    private String rest(LLL_Result r) {
      release(semaphore, r.r1.equals("released") ? 1 : 0); // what the other had wanted more
      return semaphore.toString();
    }
  }

  /**
   * @hunts two releases of what is held once, where somebody waits
   * @guards {@link WeightedSemaphore}: the check under the lock (SEM-09)
   * @see WeightedSemaphore#releaseToQueue
   */
  @JCStressTest
  @Outcome(
      id = "(released, refused|refused, released), s.free=9, size=10, waiting=1.",
      expect = ACCEPTABLE,
      desc = "one of the two")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither, or a wrong count")
  @State
  public static class ReleaseVersusReleaseToQueue {
    private final WeightedSemaphore semaphore = semaphoreWithFree(7);

    {
      queued(semaphore, 10);
    }

    @Actor
    public void one(LLL_Result r) {
      r.r1 = release(semaphore, 2);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = release(semaphore, 2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = semaphore.toString();
    }
  }

  /**
   * @hunts a release that comes for one who waits, finds nobody any more, and writes over what
   *     others do without the lock
   * @guards {@link WeightedSemaphore}: W2 (SEM-01, SEM-07)
   * @see WeightedSemaphore#releaseToQueue
   * @see WeightedSemaphore#leave
   */
  @JCStressTest
  @Outcome(id = "gave up, true, s.free=6, size=10.", expect = ACCEPTABLE, desc = "nothing is lost")
  @Outcome(expect = FORBIDDEN, desc = "a wrong count")
  @State
  public static class ReleaseVersusLastLeaves {
    private final WeightedSemaphore semaphore = semaphoreWithFree(5);
    private final SemaphoreAcquireWait waiter = queued(semaphore, 10);

    @Actor
    public void holder() {
      semaphore.release(3);
    }

    @Actor
    public void leaver(LLL_Result r) {
      r.r1 = giveUp(semaphore, waiter);
      r.r2 = semaphore.tryAcquire(2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = semaphore.toString();
    }
  }
}
