package io.github.goprims.gochan.internal.threads;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races of a sender with the only courier there may be, which an actor plays.
 *
 * @primitive Context
 */
public final class CourierJcstress {

  private CourierJcstress() {}

  /** A courier that has been started and has nothing to do, and leaves at once. */
  abstract static class Leaving {
    final ConcurrentLinkedQueue<Runnable> couriers = new ConcurrentLinkedQueue<>();
    final CourierPool pool = new CourierPool(1, 0, task -> new Waiting(task));
    volatile String done = "forgotten";

    Leaving() {
      pool.send(() -> {});
    }

    /** Takes part when somebody plays it. */
    private final class Waiting extends Thread {
      Waiting(Runnable task) {
        super(task);
      }

      @Override
      public void start() {
        couriers.add(this);
      }
    }

    /** Plays one courier to its end. */
    final void play() {
      couriers.remove().run();
    }
  }

  /**
   * @hunts an errand whose sender found the courier there, and which the courier did not find
   * @guards {@link CourierPool}: why no errand is forgotten
   * @see CourierPool#callIdle
   * @see io.github.goprims.gochan.internal.threads.CourierPool.Courier#rest
   */
  @JCStressTest
  @Outcome(id = "forgotten", expect = FORBIDDEN, desc = "left, sent, too many, counted out")
  @Outcome(id = "found", expect = ACCEPTABLE, desc = "by the courier, before it left")
  @Outcome(id = "called", expect = ACCEPTABLE, desc = "by another that was started for it")
  @State
  public static class SendVersusLeave extends Leaving {
    private volatile boolean over;

    @Actor
    public void courier() {
      play();
    }

    @Actor
    public void sender() {
      pool.send(() -> done = over ? "called" : "found");
    }

    @Arbiter
    public void after(L_Result r) {
      over = true;
      if (!couriers.isEmpty()) {
        play();
      }
      r.r1 = done;
    }
  }
}
