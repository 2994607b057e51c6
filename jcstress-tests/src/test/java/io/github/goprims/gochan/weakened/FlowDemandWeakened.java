package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.FlowJcstress;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link FlowJcstress.RequestVersusTake} on the word alone
 * @weakened who takes reads the word, and then writes zero
 */
@JCStressTest
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "the second request is lost")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "taken, then asked for more")
@Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "asked for more, then taken")
@State
public class FlowDemandWeakened {

  private final AtomicLong asked = new AtomicLong(1);

  @Actor
  public void subscriber() {
    asked.addAndGet(2);
  }

  @Actor
  public void goroutine(LL_Result r) {
    r.r1 = asked.get();
    asked.set(0); // in FlowDemand: both by one compare-and-set
  }

  @Arbiter
  public void rest(LL_Result r) {
    r.r2 = asked.get();
  }
}
