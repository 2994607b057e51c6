package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.OnceJcstress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * That keeps runs to one as well, and Go's documentation warns of it.
 *
 * @twin {@link OnceJcstress.RunVersusRun} on the flag alone
 * @weakened the thread that is going to run the function sets it before the run
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one ran, both saw it")
@Outcome(id = "0, 1|1, 0", expect = FORBIDDEN, desc = "returned before the run was over")
@State
public class OnceWeakened {

  private final AtomicBoolean done = new AtomicBoolean();
  private int runs;

  private int run() {
    if (done.compareAndSet(false, true)) { // in Once: after the run, and under the lock
      runs++;
    }
    return runs;
  }

  @Actor
  public void one(LL_Result r) {
    r.r1 = run();
  }

  @Actor
  public void other(LL_Result r) {
    r.r2 = run();
  }
}
