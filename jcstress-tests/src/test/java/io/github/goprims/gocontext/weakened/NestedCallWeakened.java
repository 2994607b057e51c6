package io.github.goprims.gocontext.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gocontext.ContextJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link ContextJcstress.InnerLeavesVersusOuterFires} on the two words alone
 * @weakened the inner run does not take its turn, and looks before it clears the flag
 */
@JCStressTest
@Outcome(id = "fired, false", expect = FORBIDDEN, desc = "the outer body waits for ever")
@Outcome(id = "fired, true", expect = ACCEPTABLE, desc = "the outer body is interrupted")
@State
public class NestedCallWeakened {

  private volatile boolean outerFires;
  private volatile boolean flag = true; // by the courier of the inner run

  @Actor
  public void leaver() {
    boolean passesOn = outerFires; // in Interruption.leave: by its turn, as one step with the rest
    flag = false;
    if (passesOn) {
      flag = true;
    }
  }

  @Actor
  public void courier() {
    outerFires = true;
    if (!flag) {
      flag = true;
    }
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r1 = outerFires ? "fired" : "runs";
    r.r2 = flag;
  }
}
