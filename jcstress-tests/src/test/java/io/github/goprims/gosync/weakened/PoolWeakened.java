package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.PoolJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link PoolJcstress.TakeVersusTake} on the place for one thing alone
 * @weakened it is read and then emptied
 */
@JCStressTest
@Outcome(id = "a, a", expect = FORBIDDEN, desc = "one for both")
@Outcome(
    id = {"a, null", "null, a"},
    expect = ACCEPTABLE,
    desc = "one came first")
@State
public class PoolWeakened {

  private volatile String fast = "a";

  private String take() {
    String item = fast;
    fast = null; // in PoolStripe: read and emptied by one exchange
    return item;
  }

  @Actor
  public void one(LL_Result r) {
    r.r1 = take();
  }

  @Actor
  public void other(LL_Result r) {
    r.r2 = take();
  }
}
