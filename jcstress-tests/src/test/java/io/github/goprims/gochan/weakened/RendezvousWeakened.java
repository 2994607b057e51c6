package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.RendezvousJcstress;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link RendezvousJcstress.TimeoutVersusSend} on a slot and a waiter
 * @weakened who gives up looks at its outcome and leaves, instead of settling it
 */
@JCStressTest
@Outcome(id = "none, sent", expect = FORBIDDEN, desc = "the value went to a leaver")
@Outcome(id = "none, refused", expect = ACCEPTABLE, desc = "not yet there, or already gone")
@Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "served in time")
@Outcome(expect = FORBIDDEN, desc = "a value from nobody")
@State
public class RendezvousWeakened {

  private static final class Receiver {
    private final AtomicReference<Object> outcome = new AtomicReference<>();

    boolean settle(int value) {
      return outcome.compareAndSet(null, value);
    }

    Object giveUp() {
      Object seen = outcome.get();
      return seen == null ? "none" : seen; // in Waiter: a compare-and-set from null to TIMED_OUT
    }
  }

  private final Receiver receiver = new Receiver();
  private final AtomicReference<Receiver> slot = new AtomicReference<>(receiver);

  @Actor
  public void receiver(LL_Result r) {
    r.r1 = receiver.giveUp();
    slot.compareAndSet(receiver, null);
  }

  @Actor
  public void sender(LL_Result r) {
    Receiver seen = slot.get();
    boolean sent = seen != null && seen.settle(1);
    slot.compareAndSet(seen, null);
    r.r2 = sent ? "sent" : "refused";
  }
}
