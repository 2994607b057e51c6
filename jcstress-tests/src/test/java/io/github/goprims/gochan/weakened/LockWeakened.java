package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * @twin {@link io.github.goprims.gochan.internal.BackoffLockJcstress.Exclusion}
 * @weakened looks whether the lock is free, then takes it
 */
@JCStressTest
@Outcome(id = "200", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "both at once")
@State
public class LockWeakened {

  private static final int ROUNDS = 100;

  private volatile boolean held;
  private int plain;

  @SuppressWarnings("ThreadPriorityCheck") // so that the gap is hit on any machine
  private void count() {
    for (int i = 0; i < ROUNDS; i++) {
      while (held) {
        Thread.onSpinWait();
      }
      Thread.yield(); // widens the gap
      held = true; // in BackoffLock: by compare-and-set from false
      plain++;
      held = false;
    }
  }

  @Actor
  public void one() {
    count();
  }

  @Actor
  public void two() {
    count();
  }

  @Arbiter
  public void after(I_Result r) {
    r.r1 = plain;
  }
}
