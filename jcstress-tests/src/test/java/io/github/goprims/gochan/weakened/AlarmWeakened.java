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
 * @twin {@link AlarmJcstress.ScheduleVersusRound} on one stripe for one alarm
 * @weakened the driver looks for the earliest alarm first, and then raises the time at which it is
 *     going to wake
 */
@JCStressTest
@Outcome(id = "overlooked", expect = FORBIDDEN, desc = "looked, set, announced, raised")
@Outcome(id = "awaited", expect = ACCEPTABLE, desc = "seen by the driver, or announced")
@State
public class AlarmWeakened {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long LATER = 5;

  private final Object lock = new Object();
  private long earliest = NEVER;
  private volatile long wakeAt;

  @Actor
  public void setter() {
    synchronized (lock) {
      earliest = LATER;
    }
    if (LATER < wakeAt) {
      wakeAt = LATER;
    }
  }

  @Actor
  public void driver() {
    long least;
    synchronized (lock) {
      least = earliest;
    }
    wakeAt = least; // in StripedScheduler: to FOREVER, before it looks
  }

  @Arbiter
  public void after(L_Result r) {
    r.r1 = wakeAt <= LATER ? "awaited" : "overlooked";
  }
}
