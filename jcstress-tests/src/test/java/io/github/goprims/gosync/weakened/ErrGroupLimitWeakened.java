package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.ErrGroupJcstress;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link ErrGroupJcstress.LimitVersusGo} on the count and the limit alone
 * @weakened a task looks for a limit before it is counted, and not after that
 */
@JCStressTest
@Outcome(id = "set, starts", expect = FORBIDDEN, desc = "a task above the limit")
@Outcome(id = "set, does not", expect = ACCEPTABLE, desc = "the limit came first")
@Outcome(id = "refused, starts", expect = ACCEPTABLE, desc = "the task came first")
@State
public class ErrGroupLimitWeakened {

  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean limited;

  @Actor
  public void limiter(LL_Result r) {
    boolean idle = running.get() == 0;
    if (idle) {
      limited = true;
    }
    r.r1 = idle ? "set" : "refused";
  }

  @Actor
  public void goer(LL_Result r) {
    boolean open = !limited; // in Places: once more after the next step
    if (open) {
      running.incrementAndGet();
    }
    r.r2 = open ? "starts" : "does not";
  }
}
