package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.BufferedJcstress;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link BufferedJcstress.ReceiveFromEmpty} on a buffer of one place and a queue of one
 *     receiver
 * @weakened the receiver looks and then shuts the putters out, instead of looking again when it has
 *     shut them out
 */
@JCStressTest
@Outcome(id = "never, sent", expect = FORBIDDEN, desc = "asleep beside a value")
@Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "by the buffer, or handed over")
@Outcome(expect = FORBIDDEN, desc = "a place not seen")
@State
public class BufferedWeakened {

  private static final int SHUT = 1;
  private static final int VALUE = 2;
  private static final int HANDED_OVER = 4;

  private final AtomicInteger state = new AtomicInteger();
  private boolean asleep;

  @Actor
  public void receiver(LL_Result r) {
    if ((state.get() & VALUE) == 0) {
      state.getAndUpdate(seen -> seen | SHUT); // in BufferedCore: a loop until shut and still empty
      asleep = true;
    }
  }

  @Actor
  public void sender(LL_Result r) {
    int before = state.getAndUpdate(seen -> seen | ((seen & SHUT) == 0 ? VALUE : HANDED_OVER));
    r.r2 = before == 0 || before == SHUT ? "sent" : "refused";
  }

  @Arbiter
  public void after(LL_Result r) {
    r.r1 = asleep && (state.get() & HANDED_OVER) == 0 ? "never" : "1";
  }
}
