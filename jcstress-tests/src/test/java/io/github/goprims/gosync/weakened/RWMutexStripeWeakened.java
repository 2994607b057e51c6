package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.RWMutexJcstress;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link RWMutexJcstress.SpreadExclusion}
 * @weakened a reader looks whether its stripe is open before it counts itself in, and not by that
 *     step
 */
@JCStressTest
@Outcome(id = "in, in", expect = FORBIDDEN, desc = "a reader beside a writer")
@Outcome(expect = ACCEPTABLE, desc = "one of them waits")
@State
public class RWMutexStripeWeakened {

  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLong stripe = new AtomicLong();

  @Actor
  public void writer(LL_Result r) {
    r.r1 = stripe.getAndSet(CLOSED) == 0 ? "in" : "waits";
  }

  @Actor
  public void reader(LL_Result r) {
    boolean open = stripe.get() >= 0;
    stripe.getAndAdd(1); // in RWMutexStripes: what this finds decides
    r.r2 = open ? "in" : "waits";
  }
}
