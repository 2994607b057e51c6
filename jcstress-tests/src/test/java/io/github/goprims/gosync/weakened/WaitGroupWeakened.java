package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.WaitGroupJcstress;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link WaitGroupJcstress.LastDoneVersusAwait} on the counter and one place to wait alone
 * @weakened a thread that waits looks at the counter and then joins
 */
@JCStressTest
@Outcome(id = "waits, in the line", expect = FORBIDDEN, desc = "neither saw the zero nor was seen")
@Outcome(id = "waits, released", expect = ACCEPTABLE, desc = "came first")
@Outcome(id = "zero, nobody", expect = ACCEPTABLE, desc = "came later")
@State
public class WaitGroupWeakened {

  private volatile int counter = 1;
  private final AtomicReference<String> line = new AtomicReference<>("nobody");

  @Actor
  public void task() {
    counter = 0;
    line.compareAndSet("in the line", "released");
  }

  @Actor
  public void waiter(LL_Result r) {
    boolean zero = counter == 0; // in WaitGroup: under the lock under which it becomes zero
    if (!zero) {
      line.set("in the line");
    }
    r.r1 = zero ? "zero" : "waits";
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = line.get();
  }
}
