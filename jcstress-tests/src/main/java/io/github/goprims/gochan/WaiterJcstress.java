package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on a {@link Waiter}, beneath the channels: for its outcome, and for the wake-up.
 *
 * @primitive Channel
 */
public final class WaiterJcstress {

  private WaiterJcstress() {}

  private static final long PASSED = 0;

  private static Waiter newWaiter() {
    return new ChanReceiveWait(NilCore.INSTANCE);
  }

  /**
   * @hunts two counterparts that both end one wait
   * @guards {@link Waiter}: exactly one settle succeeds, and a result never changes
   */
  @JCStressTest
  @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "both ended the same wait")
  @Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "each left it to the other")
  @Outcome(id = "true, false, a", expect = ACCEPTABLE, desc = "one came first")
  @Outcome(id = "false, true, b", expect = ACCEPTABLE, desc = "the other came first")
  @Outcome(expect = FORBIDDEN, desc = "decided by one, with the result of the other")
  @State
  public static class SettledOnce {
    private final Waiter waiter = newWaiter();

    @Actor
    public void one(LLL_Result r) {
      r.r1 = waiter.settle("a");
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = waiter.settle("b");
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.shown(waiter.await(PASSED));
    }
  }

  /**
   * @hunts a wait that its own thread gives up and a counterpart ends, both for certain
   * @guards {@link Waiter}: the way from PARKED to a result
   */
  @JCStressTest
  @Outcome(id = "timed out, true", expect = FORBIDDEN, desc = "gave up what it had been given")
  @Outcome(id = "a, false", expect = FORBIDDEN, desc = "got what was taken back")
  @Outcome(id = "timed out, false", expect = ACCEPTABLE, desc = "gave up first")
  @Outcome(id = "a, true", expect = ACCEPTABLE, desc = "settled first")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class GiveUpVersusSettle {
    private final Waiter waiter = newWaiter();

    @Actor
    public void leaver(LL_Result r) {
      r.r1 = Race.shown(waiter.await(PASSED));
    }

    @Actor
    public void counterpart(LL_Result r) {
      r.r2 = waiter.settle("a");
    }
  }

  /**
   * @hunts a thread that parks for ever although its wait has ended: the settler looks whether it
   *     has to unpark, the waiter decides to park
   * @guards {@link Waiter}: why no wake-up is lost, both decide on the same word
   */
  @JCStressTest
  @Outcome(id = "timed out", expect = FORBIDDEN, desc = "settled before it parked, not unparked")
  @Outcome(id = "a", expect = ACCEPTABLE, desc = "did not park, or was unparked")
  @Outcome(expect = FORBIDDEN, desc = "a result from nowhere")
  @State
  public static class WokenForCertain {
    private volatile Waiter waiter;

    @Actor
    public void waits(L_Result r) {
      Waiter mine = newWaiter();
      waiter = mine;
      r.r1 = Race.shown(mine.await(TimeSource.deadlineAfter(Race.LONG)));
    }

    @Actor
    public void counterpart() {
      while (waiter == null) {
        Thread.onSpinWait();
      }
      waiter.settle("a");
      waiter.wake();
    }
  }
}
