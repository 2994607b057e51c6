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
 * @twin {@link RWMutexJcstress.SpreadVersusWriter}
 * @weakened the stripes open before the mode says so, and a writer that finds the mode OPEN does
 *     not look at them
 */
@JCStressTest
@Outcome(id = "in, in", expect = FORBIDDEN, desc = "a reader on a stripe beside a writer")
@Outcome(expect = ACCEPTABLE, desc = "one of them waits")
@State
public class RWMutexSpreadWeakened {

  private static final int OPEN = 0;
  private static final int SPREAD = 1;
  private static final int HELD = 3;
  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLong mode = new AtomicLong(OPEN);
  private final AtomicLong stripe = new AtomicLong(CLOSED);

  @Actor
  public void writer(LL_Result r) {
    r.r1 = mode.compareAndSet(OPEN, HELD) ? "in" : "waits";
  }

  @Actor
  public void reader(LL_Result r) {
    stripe.set(0); // in RWMutexCount: after the next step, and only if it succeeds
    boolean in = stripe.getAndAdd(1) >= 0;
    if (!mode.compareAndSet(OPEN, SPREAD)) {
      stripe.set(CLOSED); // too late
    }
    r.r2 = in ? "in" : "waits";
  }
}
