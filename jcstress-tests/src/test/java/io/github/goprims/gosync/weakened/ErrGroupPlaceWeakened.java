package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.ErrGroupJcstress;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link ErrGroupJcstress.PlaceVersusContextEnd} on the outcome of the wait alone
 * @weakened a thread whose context has ended looks whether it has got a place, and does not settle
 *     its wait
 */
@JCStressTest
@Outcome(id = "canceled, handed over", expect = FORBIDDEN, desc = "a place for nobody")
@Outcome(id = "place, handed over", expect = ACCEPTABLE, desc = "handed over in time")
@Outcome(id = "canceled, kept", expect = ACCEPTABLE, desc = "gone before")
@State
public class ErrGroupPlaceWeakened {

  private final AtomicReference<String> outcome = new AtomicReference<>("waits");
  private volatile boolean handedOver;

  @Actor
  public void leaver() {
    handedOver = outcome.compareAndSet("waits", "place");
  }

  @Actor
  public void ended(LL_Result r) {
    boolean waits = outcome.get().equals("waits"); // in Waiter: settled in the same step
    if (waits) {
      outcome.set("canceled");
    }
    r.r1 = waits ? "canceled" : "place";
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = handedOver ? "handed over" : "kept";
  }
}
