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
 * @twin {@link WeightedSemaphoreJcstress.ReleaseVersusTimeout} on two places in the queue alone
 * @weakened a thread that gives up looks whether it has been served, and then leaves
 */
@JCStressTest
@Outcome(id = "gave up, waits", expect = FORBIDDEN, desc = "the weight went to nobody")
@Outcome(id = "acquired, waits", expect = ACCEPTABLE, desc = "served in time")
@Outcome(id = "gave up, acquired", expect = ACCEPTABLE, desc = "left, and the next got it")
@State
public class SemaphoreGiveUpWeakened {

  private volatile String first = "waits";
  private volatile String second = "waits";

  @Actor
  public void leaver(LL_Result r) {
    boolean served = first.equals("acquired"); // in WeightedSemaphore: both under the lock
    if (!served) {
      first = "gave up";
    }
    r.r1 = served ? "acquired" : "gave up";
  }

  @Actor
  public void holder() {
    if (first.equals("waits")) {
      first = "acquired";
    } else {
      second = "acquired";
    }
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = second;
  }
}
