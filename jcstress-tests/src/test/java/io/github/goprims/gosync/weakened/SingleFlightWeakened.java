package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.SingleFlightJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link SingleFlightJcstress.EndVersusJoin} on the two marks of a flight alone
 * @weakened a follower looks whether the flight can be joined, and then joins
 */
@JCStressTest
@Outcome(id = "alone, joined", expect = FORBIDDEN, desc = "the leader has overlooked the follower")
@Outcome(id = "shared, joined", expect = ACCEPTABLE, desc = "joined before the end")
@Outcome(id = "alone, anew", expect = ACCEPTABLE, desc = "came after the end")
@State
public class SingleFlightWeakened {

  private volatile boolean linked = true;
  private volatile boolean shared;

  @Actor
  public void leader(LL_Result r) {
    linked = false;
    r.r1 = shared ? "shared" : "alone";
  }

  @Actor
  public void follower(LL_Result r) {
    boolean joins = linked; // in FlightTable: under the lock under which the leader takes it out
    if (joins) {
      shared = true;
    }
    r.r2 = joins ? "joined" : "anew";
  }
}
