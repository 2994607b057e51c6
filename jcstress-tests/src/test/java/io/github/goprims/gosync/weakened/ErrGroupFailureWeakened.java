package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.ErrGroupJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link ErrGroupJcstress.FirstFailureVersusContextEnd} on the end of the context alone
 * @weakened whoever ends it looks whether it has ended, and then writes how
 */
@JCStressTest
@Outcome(id = "parent, task", expect = FORBIDDEN, desc = "a cause that changes")
@Outcome(id = "parent, parent", expect = ACCEPTABLE, desc = "the parent was first")
@Outcome(id = "task, task", expect = ACCEPTABLE, desc = "the failure was first")
@Outcome(id = "task, parent", expect = FORBIDDEN, desc = "a cause that changes")
@State
public class ErrGroupFailureWeakened {

  private volatile String cause = "lives";

  @Actor
  public void task() {
    if (cause.equals("lives")) { // in the context: one compare-and-set
      cause = "task";
    }
  }

  @Actor
  public void parent(LL_Result r) {
    if (cause.equals("lives")) {
      cause = "parent";
    }
    r.r1 = cause;
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = cause;
  }
}
