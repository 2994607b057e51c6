package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.FlowJcstress;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * @twin {@link FlowJcstress.ReceiveVersusReceive} on the room and the right to call alone
 * @weakened who finds another calling leaves, and that one does not look again
 */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "by two requests, or by one")
@Outcome(expect = FORBIDDEN, desc = "forgotten")
@State
public class FlowCallsWeakened {

  private final AtomicInteger freed = new AtomicInteger();
  private final AtomicInteger callers = new AtomicInteger();
  private int requested;

  private void receive() {
    freed.incrementAndGet();
    if (callers.compareAndSet(0, 1)) {
      requested += freed.getAndSet(0);
      callers.set(0); // in FlowSubscriber: only if nobody has come meanwhile
    }
  }

  @Actor
  public void first() {
    receive();
  }

  @Actor
  public void second() {
    receive();
  }

  @Arbiter
  public void publisher(L_Result r) {
    r.r1 = requested;
  }
}
