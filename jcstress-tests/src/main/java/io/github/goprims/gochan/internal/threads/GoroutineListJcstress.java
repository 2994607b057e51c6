package io.github.goprims.gochan.internal.threads;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Races of goroutines that come and go with a walk.
 *
 * @primitive Goroutines
 */
public final class GoroutineListJcstress {

  private GoroutineListJcstress() {}

  private static final class Body extends GoroutineBody {
    @Override
    protected void body() {}
  }

  /** A list with three that stay, and one between them that goes. */
  abstract static class Listed {
    final GoroutineList list = new GoroutineList();
    final GoroutineBody[] stays = {new Body(), new Body(), new Body()};
    final GoroutineBody goes = new Body();
    final GoroutineBody comes = new Body();

    Listed() {
      list.add(stays[0]);
      list.add(stays[1]);
      list.add(goes);
      list.add(stays[2]);
    }

    /** How often those that stay are met. */
    final int walk() {
      return walk(() -> {});
    }

    /** The same by a walk that does something after each step. */
    final int walk(Runnable step) {
      int met = 0;
      GoroutineBody[] batch = new GoroutineBody[1];
      GoroutineList.Walk walk = list.walk();
      while (walk.next(batch) > 0) {
        for (GoroutineBody each : stays) {
          if (each == batch[0]) {
            met++;
          }
        }
        step.run();
      }
      walk.end();
      return met;
    }
  }

  /**
   * @hunts a walk that loses its place when its neighbour goes, or that passes somebody twice
   * @guards {@link GoroutineList}: why a walk misses nobody who stays
   */
  @JCStressTest
  @Outcome(id = "3, 3, 4", expect = ACCEPTABLE, desc = "each that stays is met once")
  @Outcome(expect = FORBIDDEN, desc = "somebody was missed or met twice, or the list is broken")
  @State
  public static class WalkVersusLeave extends Listed {
    @Actor
    public void walker(III_Result r) {
      r.r1 = walk();
    }

    @Actor
    public void leaver() {
      list.remove(goes);
      list.add(comes);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = walk();
      r.r3 = list.size();
    }
  }

  /**
   * @hunts links that are torn apart by two walks, during one of which a goroutine goes
   * @guards the lock of {@link GoroutineList}
   */
  @JCStressTest
  @Outcome(id = "3, 3, 3", expect = ACCEPTABLE, desc = "both walks meet each that stays once")
  @Outcome(expect = FORBIDDEN, desc = "somebody was missed or met twice, or the list is broken")
  @State
  public static class TwoWalks extends Listed {
    @Actor
    public void walker(III_Result r) {
      r.r1 = walk();
    }

    @Actor
    public void another(III_Result r) {
      r.r2 = walk(() -> list.remove(goes));
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = list.size();
    }
  }

  /**
   * @hunts a goroutine that is still counted, or lost, after it has come and gone elsewhere
   * @guards the lock of {@link GoroutineList}
   */
  @JCStressTest
  @Outcome(id = "3, 0, 4", expect = ACCEPTABLE, desc = "one has come, one has gone")
  @Outcome(expect = FORBIDDEN, desc = "the list is broken")
  @State
  public static class AddVersusRemove extends Listed {
    @Actor
    public void comer() {
      list.add(comes);
    }

    @Actor
    public void leaver() {
      list.remove(goes);
      list.remove(goes);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r1 = walk();
      r.r3 = list.size();
    }
  }
}
