package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.WeightedSemaphoreJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link WeightedSemaphoreJcstress.FirstLeavesVersusJoin} on two places in the queue alone
 * @weakened who leaves looks for those behind, and then leaves
 */
@JCStressTest
@Outcome(id = "queued, waits", expect = FORBIDDEN, desc = "waits behind nobody")
@Outcome(id = "queued, acquired", expect = ACCEPTABLE, desc = "let through")
@Outcome(id = "took, acquired", expect = ACCEPTABLE, desc = "came later")
@State
public class SemaphoreLeaveWeakened {

  private volatile boolean firstWaits = true;
  private volatile boolean secondWaits;
  private volatile String second = "nobody";

  @Actor
  public void leaver() {
    boolean behind = secondWaits;
    firstWaits = false; // in WeightedSemaphore: before the look, both under the lock
    if (behind) {
      second = "acquired";
    }
  }

  @Actor
  public void newcomer(LL_Result r) {
    if (firstWaits) {
      second = "waits";
      secondWaits = true;
      r.r1 = "queued";
    } else {
      second = "acquired";
      r.r1 = "took";
    }
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = second;
  }
}
