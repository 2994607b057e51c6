package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.time.AlarmJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * @twin {@link AlarmJcstress.ScheduleVersusEnd} on one stripe for one alarm
 * @weakened the driver looks whether something is pending first, and then says that there is no
 *     driver
 */
@JCStressTest
@Outcome(id = "alone", expect = FORBIDDEN, desc = "looked, set, counted on, gone")
@Outcome(id = "driven", expect = ACCEPTABLE, desc = "the driver stays, or there is another")
@State
public class AlarmEndWeakened {

  private final Object lock = new Object();
  private boolean pending;
  private volatile boolean driven = true;

  @Actor
  public void setter() {
    synchronized (lock) {
      pending = true;
    }
    if (!driven) {
      driven = true;
    }
  }

  @Actor
  public void driver() {
    boolean needed;
    synchronized (lock) {
      needed = pending;
    }
    if (!needed) {
      driven = false; // in StripedScheduler: before it looks, and again true if it has to stay
    }
  }

  @Arbiter
  public void after(L_Result r) {
    r.r1 = driven ? "driven" : "alone";
  }
}
