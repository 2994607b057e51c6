package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.threads.CourierJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * @twin {@link CourierJcstress.SendVersusLeave} on one errand and the number of couriers alone
 * @weakened the courier looks for errands, and then counts itself out
 */
@JCStressTest
@Outcome(id = "forgotten", expect = FORBIDDEN, desc = "looked, sent, found there, counted out")
@Outcome(id = "found", expect = ACCEPTABLE, desc = "by the courier, before it left")
@Outcome(id = "called", expect = ACCEPTABLE, desc = "by another that was started for it")
@State
public class CourierWeakened {

  private volatile boolean errand;
  private volatile int couriers = 1;
  private boolean found;
  private boolean called;

  @Actor
  public void courier() {
    found = errand;
    couriers = 0; // in CourierPool it looks once more after that
  }

  @Actor
  public void sender() {
    errand = true;
    called = couriers == 0;
  }

  @Arbiter
  public void after(L_Result r) {
    r.r1 = found ? "found" : called ? "called" : "forgotten";
  }
}
