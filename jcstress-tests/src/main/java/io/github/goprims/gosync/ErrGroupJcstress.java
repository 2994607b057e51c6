package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on an {@link ErrGroup}: of failures, of the end of its context, of its limit and its end. A
 * task has no goroutine here: whoever plays it has got its place before, and runs it.
 *
 * @primitive ErrGroup
 */
public final class ErrGroupJcstress {

  private static final Duration LONG = Duration.ofSeconds(10);

  private ErrGroupJcstress() {}

  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message, null, true, false);
    }
  }

  /** A task that has its place. */
  private static Runnable failing(ErrGroup group, String message) {
    Failure failure = new Failure(message);
    group.places.tryEnter();
    return new ErrGroup.Member(
        group,
        () -> {
          throw failure;
        });
  }

  /** What the first failure says, and those suppressed in it. */
  private static String await(ErrGroup group) {
    try {
      group.await();
      return "none";
    } catch (Failure failure) {
      StringBuilder text = new StringBuilder(failure.getMessage());
      for (Throwable later : failure.getSuppressed()) {
        text.append(" before ").append(later.getMessage());
      }
      return text.toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String causeOf(Context context) {
    Throwable cause = context.cause();
    return cause == null ? "lives" : String.valueOf(cause.getMessage());
  }

  /**
   * @hunts a cause of the context that changes, and a failure that the end of the parent hides
   * @guards {@link ErrGroup}: linearization of the first failure (ERRG-02, ERRG-05)
   */
  @JCStressTest
  @Outcome(id = "task, task, task", expect = ACCEPTABLE, desc = "the failure was first")
  @Outcome(id = "task, parent, parent", expect = ACCEPTABLE, desc = "the parent was first")
  @Outcome(expect = FORBIDDEN, desc = "a cause that changes, or a failure that is lost")
  @State
  public static class FirstFailureVersusContextEnd {
    private final CancelableContext parent = Context.background().withCancel();
    private final Failure cause = new Failure("parent");
    private final ErrGroup group = ErrGroup.withContext(parent);
    private final Runnable task = failing(group, "task");

    @Actor
    public void task() {
      task.run();
    }

    @Actor
    public void parent(LLL_Result r) {
      parent.cancel(cause);
      r.r2 = causeOf(group.context());
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r1 = await(group);
      r.r3 = causeOf(group.context());
    }
  }

  /**
   * @hunts two failures that are both the first, and one that is lost beside another
   * @guards {@link ErrGroup}: the compare-and-set of first (ERRG-02, ERRG-03)
   */
  @JCStressTest
  @Outcome(id = "one before two, one", expect = ACCEPTABLE, desc = "one came first")
  @Outcome(id = "two before one, two", expect = ACCEPTABLE, desc = "the other did")
  @Outcome(expect = FORBIDDEN, desc = "a failure is lost, or the cause is not the first")
  @State
  public static class FailureVersusFailure {
    private final ErrGroup group = ErrGroup.withContext(Context.background());
    private final Runnable one = failing(group, "one");
    private final Runnable two = failing(group, "two");

    @Actor
    public void one() {
      one.run();
    }

    @Actor
    public void two() {
      two.run();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r1 = await(group);
      r.r2 = causeOf(group.context());
    }
  }

  /**
   * @hunts a waiter that the last task overlooks (which shows as a timeout), or which does not see
   *     what it has done
   * @guards {@link ErrGroup}: why no failure is lost (ERRG-02, ERRG-16)
   */
  @JCStressTest
  @Outcome(id = "task, task", expect = ACCEPTABLE, desc = "came later, or was released")
  @Outcome(expect = FORBIDDEN, desc = "released without what came before")
  @State
  public static class LastTaskVersusAwait {
    private final ErrGroup group = ErrGroup.withContext(Context.background());
    private final Runnable task = failing(group, "task");

    @Actor
    public void task() {
      task.run();
    }

    @Actor
    public void waiter(LL_Result r) {
      r.r1 = await(group);
      r.r2 = causeOf(group.context());
    }
  }

  /**
   * @hunts a place that goes to a thread whose context has ended, and so to nobody
   * @guards {@link Places}: leaving, giving up (ERRG-10, INT-04)
   * @see Places#await
   * @see Places#giveUp
   * @see Places#passOn
   * @see Places#settleFirst
   * @see ContextLink#run
   */
  @JCStressTest
  @Outcome(id = "place, running=1, limit=1", expect = ACCEPTABLE, desc = "handed over in time")
  @Outcome(id = "canceled, running=0, limit=1", expect = ACCEPTABLE, desc = "gone before")
  @Outcome(expect = FORBIDDEN, desc = "a place for nobody, or one that is not given back")
  @State
  public static class PlaceVersusContextEnd {
    private final ErrGroup group = ErrGroup.withContext(Context.background()).limit(1);
    private final CancelableContext context = Context.background().withCancel();
    private final ErrGroupGoWait waiter = new ErrGroupGoWait(group);
    private final ContextLink link = ContextLink.of(context, waiter);

    public PlaceVersusContextEnd() {
      if (!group.places.tryEnter() || group.places.takeOrQueue(waiter) != null) {
        throw new IllegalStateException("need not wait: " + group);
      }
    }

    @Actor
    public void leaver() {
      group.places.leave();
    }

    @Actor
    public void ended(LL_Result r) {
      context.cancel();
      r.r1 = group.places.await(waiter).toString();
    }

    @Arbiter
    public void after(LL_Result r) {
      link.close();
      r.r2 = group.places.text();
    }
  }

  /**
   * @hunts a thread that joins the line while a place becomes free
   * @guards {@link Places}: why none is overlooked (ERRG-06)
   * @see Places#await
   * @see Places#passOn
   * @see ContextLink#close
   */
  @JCStressTest
  @Outcome(
      id = "true, running=1, limit=1",
      expect = ACCEPTABLE,
      desc = "found it, or was handed it")
  @Outcome(expect = FORBIDDEN, desc = "waited beside a free place")
  @State
  public static class LeaverVersusGo {
    private final ErrGroup group = ErrGroup.create().limit(1);

    public LeaverVersusGo() {
      group.places.tryEnter();
    }

    @Actor
    public void leaver() {
      group.places.leave();
    }

    @Actor
    public void goer(LL_Result r) {
      try (CancelableContext patience = Context.background().withTimeout(LONG)) {
        r.r1 = group.places.enter(group, patience);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = group.places.text();
    }
  }

  /**
   * @hunts a task that runs above a limit
   * @guards {@link Places}: P3 (ERRG-08)
   */
  @JCStressTest
  @Outcome(id = "set, false", expect = ACCEPTABLE, desc = "the limit came first")
  @Outcome(id = "refused, true", expect = ACCEPTABLE, desc = "the task came first")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither")
  @State
  public static class LimitVersusGo {
    private final Places places = ErrGroup.create().places;

    @Actor
    public void limiter(LL_Result r) {
      r.r1 = places.limit(0) == 0 ? "set" : "refused";
    }

    @Actor
    public void goer(LL_Result r) {
      r.r2 = places.tryEnter();
    }
  }

  /**
   * @hunts a task of a group that is closed
   * @guards {@link Places}: P3 (ERRG-12)
   * @see Places#close
   */
  @JCStressTest
  @Outcome(id = "closed, false", expect = ACCEPTABLE, desc = "the end came first")
  @Outcome(id = "waits, true", expect = ACCEPTABLE, desc = "the task came first")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither")
  @State
  public static class CloseVersusGo {
    private final Places places = ErrGroup.create().places;

    @Actor
    public void closer(LL_Result r) {
      r.r1 = places.close() ? "closed" : "waits";
    }

    @Actor
    public void goer(LL_Result r) {
      r.r2 = places.tryEnter();
    }
  }

  /** A group where nothing can start, and a thread that wants to start a task. */
  abstract static class Full {
    final ErrGroup group = ErrGroup.create().limit(0);

    /** "place", "refused" or, where nobody tells it, "never". */
    final String enter() {
      try (CancelableContext patience = Context.background().withTimeout(LONG)) {
        return group.places.enter(group, patience)
            ? "place"
            : patience.err() == null ? "refused" : "never";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * @hunts a thread that waits at a limit that has been raised
   * @guards {@link Places}: P2 (ERRG-07)
   * @see Places#admit
   * @see Places#await
   */
  @JCStressTest
  @Outcome(id = "place, running=1, limit=1", expect = ACCEPTABLE, desc = "found it, or was let in")
  @Outcome(expect = FORBIDDEN, desc = "overlooked, or counted wrongly")
  @State
  public static class RaiseVersusGo extends Full {
    @Actor
    public void raiser() {
      group.limit(1);
    }

    @Actor
    public void goer(LL_Result r) {
      r.r1 = enter();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = group.places.text();
    }
  }

  /**
   * @hunts a thread that waits for a place in a group that is closed
   * @guards {@link Places}: closing (ERRG-07, ERRG-12)
   * @see ErrGroup#close
   * @see Places#dismissWaiters
   */
  @JCStressTest
  @Outcome(id = "refused", expect = ACCEPTABLE, desc = "by the close, or found it closed")
  @Outcome(expect = FORBIDDEN, desc = "overlooked")
  @State
  public static class CloseVersusWait extends Full {
    @Actor
    public void closer() {
      group.close();
    }

    @Actor
    public void goer(L_Result r) {
      r.r1 = enter();
    }
  }
}
