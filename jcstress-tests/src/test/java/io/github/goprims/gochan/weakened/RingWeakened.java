package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.RingJcstress;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * @twin {@link RingJcstress.PutVersusShut} on a ring of one place
 * @weakened the shut flag is a word of its own instead of a bit of the word on which tickets are
 *     won
 */
@JCStressTest
@Outcome(
    id = "put, empty, 1",
    expect = FORBIDDEN,
    desc = "the put passed the shut gate behind the back of who shut it: a lost wake-up")
@Outcome(id = "put, not empty, 1", expect = ACCEPTABLE, desc = "put, shut, seen")
@Outcome(id = "shut, empty, ", expect = ACCEPTABLE, desc = "shut, refused")
@Outcome(expect = FORBIDDEN, desc = "lost, or seen without having been put")
@State
public class RingWeakened {

  private static final class Ring {
    private final AtomicLong tail = new AtomicLong();
    private volatile boolean shut; // in Ring: the lowest bit of tail

    boolean offer() {
      return !shut && tail.compareAndSet(0, 1);
    }

    void shutPutters() {
      shut = true;
    }

    boolean isEmpty() {
      return tail.get() == 0;
    }
  }

  private final Ring ring = new Ring();

  @Actor
  public void putter(LLL_Result r) {
    r.r1 = ring.offer() ? "put" : "shut";
  }

  @Actor
  public void lockHolder(LLL_Result r) {
    ring.shutPutters();
    r.r2 = ring.isEmpty() ? "empty" : "not empty";
  }

  @Arbiter
  public void after(LLL_Result r) {
    r.r3 = ring.isEmpty() ? "" : "1";
  }
}
