package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * {@code RWMutexJcstress.GatherVersusLock}, with one step weakened: who gathers reads a stripe and
 * then closes it.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "gathered, or came through the word")
@Outcome(expect = FORBIDDEN, desc = "counted nowhere")
@State
public class RWMutexGatherWeakened {

  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLong stripe = new AtomicLong();
  private final AtomicLong word = new AtomicLong();

  @Actor
  public void gatherer() {
    long found = stripe.get(); // in RWMutexStripes: by the step that closes it
    stripe.set(CLOSED);
    word.getAndAdd(found);
  }

  @Actor
  public void reader() {
    if (stripe.get() < 0 || stripe.getAndAdd(1) < 0) {
      word.getAndAdd(1);
    }
  }

  @Arbiter
  public void after(L_Result r) {
    r.r1 = word.get();
  }
}
