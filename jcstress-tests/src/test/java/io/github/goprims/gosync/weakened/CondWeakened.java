package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.CondJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link CondJcstress.SignalVersusTimeout} on the outcomes of the two waits alone
 * @weakened a thread that gives up looks whether it has been signaled, and does not settle
 */
@JCStressTest
@Outcome(id = "timed out, waiting", expect = FORBIDDEN, desc = "the signal was lost")
@Outcome(id = "signaled, waiting", expect = ACCEPTABLE, desc = "signaled in time")
@Outcome(id = "timed out, signaled", expect = ACCEPTABLE, desc = "left, and the next got it")
@State
public class CondWeakened {

  private volatile String leaver = "waiting";
  private volatile String stayer = "waiting";

  @Actor
  public void leaver(LL_Result r) {
    boolean signaled = leaver.equals("signaled"); // in Waiter: a compare-and-set to timed out
    if (!signaled) {
      leaver = "timed out";
    }
    r.r1 = signaled ? "signaled" : "timed out";
  }

  @Actor
  public void signaler() {
    if (leaver.equals("waiting")) {
      leaver = "signaled";
    } else {
      stayer = "signaled";
    }
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = stayer;
  }
}
