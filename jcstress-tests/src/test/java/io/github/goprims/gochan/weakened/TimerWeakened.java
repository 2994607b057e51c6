package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * {@code TimerJcstress.StopVersusReceive} on the moment alone, with one step weakened: who finds a
 * value due takes it without looking again under the lock.
 */
@JCStressTest
@Outcome(id = "value, true", expect = FORBIDDEN, desc = "taken back and received")
@Outcome(id = "none, false", expect = FORBIDDEN, desc = "neither taken back nor received")
@Outcome(id = "value, false", expect = ACCEPTABLE, desc = "received, then stopped")
@Outcome(id = "none, true", expect = ACCEPTABLE, desc = "stopped, then nothing to receive")
@State
public class TimerWeakened {

  private volatile long due = System.nanoTime();
  private volatile boolean pending = true;

  @Actor
  public void receiver(LL_Result r) {
    if (pending && due - System.nanoTime() <= 0) {
      pending = false; // in TimerCore: looks again, and takes, with the lock held
      r.r1 = "value";
    } else {
      r.r1 = "none";
    }
  }

  @Actor
  public void stopper(LL_Result r) {
    r.r2 = pending;
    pending = false;
  }
}
