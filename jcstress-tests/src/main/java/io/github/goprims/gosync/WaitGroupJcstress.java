package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races on a {@link WaitGroup}: for the last step to zero, and with threads that wait for it.
 *
 * @primitive WaitGroup
 */
public final class WaitGroupJcstress {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofNanos(1);

  private WaitGroupJcstress() {}

  private static WaitGroup groupOf(int count) {
    WaitGroup group = new WaitGroup().named("group");
    group.add(count);
    return group;
  }

  /** "zero" or "no". */
  private static String await(WaitGroup group, Duration timeout) {
    try {
      return group.await(timeout) ? "zero" : "no";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String add(WaitGroup group, int delta) {
    try {
      group.add(delta);
      return "done";
    } catch (IllegalStateException e) {
      return "refused";
    }
  }

  /**
   * @hunts a waiter that the last done overlooks, or that does not see what comes before that done
   * @guards {@link WaitGroup}: why none is overlooked (WG-03, WG-14)
   * @see WaitGroup#await
   * @see WaitGroup#settleAll
   * @see io.github.goprims.gochan.internal.waiting.WaitQueue#settleAll
   * @see io.github.goprims.gochan.internal.waiting.QueuedWaiter#settleAndWake
   */
  @JCStressTest
  @Outcome(id = "no, .*", expect = FORBIDDEN, desc = "neither saw the zero nor was seen")
  @Outcome(id = "zero, 0", expect = FORBIDDEN, desc = "released without what came before")
  @Outcome(id = "zero, 1", expect = ACCEPTABLE, desc = "came later, or was released")
  @State
  public static class LastDoneVersusAwait {
    private final WaitGroup group = groupOf(1);
    private int data;

    @Actor
    public void task() {
      data = 1;
      group.done();
    }

    @Actor
    public void waiter(LL_Result r) {
      r.r1 = await(group, LONG);
      r.r2 = data;
    }
  }

  /**
   * @hunts a waiter that is released and gives up, both for certain, or stays in the books
   * @guards {@link WaitGroup}: giving up, and why the misuse check is exact (INT-04, INT-05, WG-08)
   * @see WaitGroup#await
   * @see WaitGroup#settleAll
   */
  @JCStressTest
  @Outcome(id = "(zero|no), group.count=0, waiting=0., done", expect = ACCEPTABLE, desc = "as said")
  @Outcome(expect = FORBIDDEN, desc = "a waiter that has left is still counted")
  @State
  public static class LastDoneVersusTimeout {
    private final WaitGroup group = groupOf(1);

    @Actor
    public void task() {
      group.done();
    }

    @Actor
    public void waiter(LLL_Result r) {
      r.r1 = await(group, SHORT);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = group.toString();
      r.r3 = add(group, 1);
    }
  }

  /**
   * @hunts a first add that breaks in on a thread that has just found zero
   * @guards {@link WaitGroup}: waiters plus one only with the counter above zero (WG-06)
   */
  @JCStressTest
  @Outcome(id = "zero, done, zero", expect = ACCEPTABLE, desc = "found zero, or was released")
  @Outcome(expect = FORBIDDEN, desc = "waits for what is over, or refuses what is none")
  @State
  public static class FirstAddVersusAwait {
    private final WaitGroup group = groupOf(0);

    @Actor
    public void starter(LLL_Result r) {
      group.add(1);
      r.r2 = add(group, -1);
    }

    @Actor
    public void waiter(LLL_Result r) {
      r.r1 = await(group, LONG);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = await(group, Duration.ZERO);
    }
  }

  /**
   * @hunts two steps below the same counter
   * @guards the compare-and-set of state (WG-05)
   */
  @JCStressTest
  @Outcome(id = "done, refused, group.count=0, waiting=0.", expect = ACCEPTABLE, desc = "one first")
  @Outcome(id = "refused, done, group.count=0, waiting=0.", expect = ACCEPTABLE, desc = "the other")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither, or not exactly to zero")
  @State
  public static class DoneVersusDone {
    private final WaitGroup group = groupOf(1);

    @Actor
    public void one(LLL_Result r) {
      r.r1 = add(group, -1);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = add(group, -1);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = group.toString();
    }
  }
}
