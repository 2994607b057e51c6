package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.TimerJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link TimerJcstress.StopVersusReceive} on the moment alone
 * @weakened who finds a value due takes it without looking again under the lock
 */
@JCStressTest
@Outcome(id = "value, true", expect = FORBIDDEN, desc = "taken back and received")
@Outcome(id = "none, false", expect = FORBIDDEN, desc = "neither taken back nor received")
@Outcome(id = "value, false", expect = ACCEPTABLE, desc = "received, then stopped")
@Outcome(id = "none, true", expect = ACCEPTABLE, desc = "stopped, then nothing to receive")
@State
public class TimerWeakened {

  private static final long FOREVER = Long.MAX_VALUE;

  private volatile long due = System.nanoTime();

  @Actor
  public void receiver(LL_Result r) {
    boolean isDue = due <= System.nanoTime();
    if (isDue) {
      due = FOREVER; // in TimerCore: after a second look, with the lock held
    }
    r.r1 = isDue ? "value" : "none";
  }

  @Actor
  public void stopper(LL_Result r) {
    r.r2 = due != FOREVER;
    due = FOREVER;
  }
}
