package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.MutexJcstress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link MutexJcstress.UnlockVersusLock} on the two words alone
 * @weakened a waiter tries for the lock before it writes that a wake-up is needed, and not after it
 */
@JCStressTest
@Outcome(id = "waits, wakes nobody", expect = FORBIDDEN, desc = "waits beside a free lock")
@Outcome(id = "waits, wakes", expect = ACCEPTABLE, desc = "seen by the unlock")
@Outcome(id = "locks, .*", expect = ACCEPTABLE, desc = "found the lock free")
@State
public class MutexWeakened {

  private final AtomicBoolean locked = new AtomicBoolean(true);
  private volatile boolean wakeNeeded;

  @Actor
  public void waiter(LL_Result r) {
    boolean taken = locked.compareAndSet(false, true); // in Mutex: after the next line
    wakeNeeded = true;
    r.r1 = taken ? "locks" : "waits";
  }

  @Actor
  public void holder(LL_Result r) {
    locked.compareAndSet(true, false);
    r.r2 = wakeNeeded ? "wakes" : "wakes nobody";
  }
}
