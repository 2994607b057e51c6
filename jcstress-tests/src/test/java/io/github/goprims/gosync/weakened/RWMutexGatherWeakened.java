package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.RWMutexJcstress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * @twin {@link RWMutexJcstress.GatherVersusLock}
 * @weakened who gathers reads all stripes and then closes them
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "gathered, or came through the word")
@Outcome(expect = FORBIDDEN, desc = "counted nowhere")
@State
public class RWMutexGatherWeakened {

  private static final long CLOSED = Long.MIN_VALUE;

  private static final int STRIPES = 32;

  private final AtomicLongArray stripes = new AtomicLongArray(STRIPES);
  private final AtomicLong word = new AtomicLong();

  @Actor
  public void gatherer() {
    long found = 0;
    for (int i = 0; i < STRIPES; i++) {
      found += stripes.get(i); // in RWMutexStripes: by the step that closes it
    }
    for (int i = STRIPES - 1; i >= 0; i--) {
      stripes.set(i, CLOSED);
    }
    word.getAndAdd(found);
  }

  @Actor
  public void reader() {
    if (stripes.get(0) < 0 || stripes.getAndAdd(0, 1) < 0) {
      word.getAndAdd(1);
    }
  }

  @Arbiter
  public void after(L_Result r) {
    r.r1 = word.get();
  }
}
