package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.SelectJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link SelectJcstress.PollMissesNothing}
 * @weakened the poll is the first pass alone, which tries one channel at a time
 */
@JCStressTest
@Outcome(id = "none, .*", expect = FORBIDDEN, desc = "looked at each while it was empty")
@Outcome(id = "1, true true", expect = ACCEPTABLE, desc = "before the first move")
@Outcome(id = "2, true true", expect = ACCEPTABLE, desc = "after the first move")
@Outcome(id = "3, true true", expect = ACCEPTABLE, desc = "after the second move")
@Outcome(expect = FORBIDDEN, desc = "a value from nowhere")
@State
public class SelectWeakened {

  private final Channel<Integer> here = Channel.make(1);
  private final Channel<Integer> there = Channel.make(1);

  public SelectWeakened() {
    here.trySend(1);
  }

  @Actor
  public void poller(LL_Result r) {
    Integer value = there.tryReceive();
    if (value == null) {
      value = here.tryReceive();
    }
    r.r1 = value == null ? "none" : value; // in Select: a second pass with both locked
  }

  @Actor
  public void mover(LL_Result r) {
    boolean moved = there.trySend(2);
    here.tryReceive();
    boolean back = here.trySend(3);
    there.tryReceive();
    r.r2 = moved + " " + back;
  }
}
