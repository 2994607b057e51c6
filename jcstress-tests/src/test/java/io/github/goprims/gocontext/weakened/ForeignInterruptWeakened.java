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
 * @twin {@link ContextJcstress.ForeignBeforeTheEnd} on the flag alone
 * @weakened the thread that waits for its courier clears the flag in order to park, though nobody
 *     has looked at it
 */
@JCStressTest
@Outcome(id = "foreign, true", expect = ACCEPTABLE, desc = "the foreign interrupt is still there")
@Outcome(expect = FORBIDDEN, desc = "a foreign interrupt is lost")
@State
public class ForeignInterruptWeakened {

  private volatile boolean flag = true; // by somebody else, before the end
  private boolean foreign;

  @Actor
  public void leaver() {
    flag = false; // in Interruption.awaitCourier: only if a courier strikes
  }

  @Actor
  public void courier() {
    foreign = flag;
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r1 = foreign ? "foreign" : "ours";
    r.r2 = flag;
  }
}
