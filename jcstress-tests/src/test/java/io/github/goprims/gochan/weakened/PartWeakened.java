package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.BufferedJcstress;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link BufferedJcstress.PartVersusSend} with the counter of the putters alone
 * @weakened the counter is read before it is shut
 */
@JCStressTest
@Outcome(id = "put, 0", expect = FORBIDDEN, desc = "the value is in the ring that was left behind")
@Outcome(id = "put, 1", expect = ACCEPTABLE, desc = "put before or after")
@Outcome(id = "shut, 0", expect = ACCEPTABLE, desc = "sent to the lock")
@Outcome(expect = FORBIDDEN, desc = "what is that?")
@State
public class PartWeakened {

  private static final long SHUT = 1;
  private static final long ONE_TICKET = 2;

  private volatile AtomicLong ring = new AtomicLong();

  @Actor
  public void putter(LL_Result r) {
    AtomicLong seen = ring;
    long tail = seen.get();
    boolean put = (tail & SHUT) == 0 && seen.compareAndSet(tail, tail + ONE_TICKET);
    r.r1 = put ? "put" : "shut";
  }

  @Actor
  public void lockHolder() {
    AtomicLong one = ring;
    AtomicLong two = new AtomicLong(one.get()); // in Ring.replace: after one has been shut
    one.getAndAdd(SHUT);
    ring = two;
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r2 = ring.get() / ONE_TICKET;
  }
}
