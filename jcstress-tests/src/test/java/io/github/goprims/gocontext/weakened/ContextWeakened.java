package io.github.goprims.gocontext.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gocontext.ContextJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link ContextJcstress.ErrVersusDone} on the two words alone
 * @weakened who finds the end does not close the channel before it says so
 */
@JCStressTest
@Outcome(id = "ended, open", expect = FORBIDDEN, desc = "err before done")
@Outcome(id = "live, open", expect = ACCEPTABLE, desc = "looked before the end")
@Outcome(id = "live, closed", expect = ACCEPTABLE, desc = "ended after the first look")
@Outcome(id = "ended, closed", expect = ACCEPTABLE, desc = "looked after the end")
@State
public class ContextWeakened {

  private volatile boolean end;
  private volatile boolean closed;

  @Actor
  public void canceler() {
    end = true;
    for (int i = 0; i < 8; i++) {
      Thread.onSpinWait(); // to close a channel takes a moment, too
    }
    closed = true;
  }

  @Actor
  public void reader(LL_Result r) {
    boolean ended = end; // in CancelContext: if so, closes the channel as well
    r.r1 = ended ? "ended" : "live";
    r.r2 = closed ? "closed" : "open";
  }
}
