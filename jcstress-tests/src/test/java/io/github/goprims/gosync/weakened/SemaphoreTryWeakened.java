package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.WeightedSemaphoreJcstress;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link WeightedSemaphoreJcstress.TryVersusQueued} on the words alone
 * @weakened what is released becomes free before it goes to the one that waits
 */
@JCStressTest
@Outcome(id = "true, waits", expect = FORBIDDEN, desc = "a try has passed who waited")
@Outcome(id = "false, acquired", expect = ACCEPTABLE, desc = "first come, first served")
@State
public class SemaphoreTryWeakened {

  private final AtomicLong free = new AtomicLong(3);
  private volatile boolean waiting = true;

  @Actor
  public void holder(LL_Result r) {
    waiting = false;
    free.addAndGet(7); // in WeightedSemaphore: one write, of what is left when all are served
    r.r2 = free.compareAndSet(10, 0) ? "acquired" : "waits";
  }

  @Actor
  public void trier(LL_Result r) {
    long seen = free.get();
    r.r1 = !waiting && seen > 0 && free.compareAndSet(seen, seen - 1);
  }
}
