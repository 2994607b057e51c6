package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.concurrent.ForkJoinPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on a {@link Waiter}, beneath the channels: for its outcome, and for the wake-up.
 *
 * @primitive Channel
 */
public final class WaiterJcstress {

  private WaiterJcstress() {}

  private static final long PASSED = 0;

  private static Waiter newWaiter() {
    return new ChanReceiveWait(NilCore.INSTANCE);
  }

  /**
   * @hunts two counterparts that both end one wait
   * @guards {@link Waiter}: exactly one settle succeeds, and a result never changes
   * @see Waiter#settle
   * @see Waiter#await
   */
  @JCStressTest
  @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "both ended the same wait")
  @Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "each left it to the other")
  @Outcome(id = "true, false, a", expect = ACCEPTABLE, desc = "one came first")
  @Outcome(id = "false, true, b", expect = ACCEPTABLE, desc = "the other came first")
  @Outcome(expect = FORBIDDEN, desc = "decided by one, with the result of the other")
  @State
  public static class SettledOnce {
    private final Waiter waiter = newWaiter();

    @Actor
    public void one(LLL_Result r) {
      r.r1 = waiter.settle("a");
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = waiter.settle("b");
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.shown(waiter.await(PASSED));
    }
  }

  /**
   * @hunts a wait that its own thread gives up and a counterpart ends, both for certain
   * @guards {@link Waiter}: the way from PARKED to a result
   * @see Waiter#await
   * @see Waiter#settle
   */
  @JCStressTest
  @Outcome(id = "timed out, true", expect = FORBIDDEN, desc = "gave up what it had been given")
  @Outcome(id = "a, false", expect = FORBIDDEN, desc = "got what was taken back")
  @Outcome(id = "timed out, false", expect = ACCEPTABLE, desc = "gave up first")
  @Outcome(id = "a, true", expect = ACCEPTABLE, desc = "settled first")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class GiveUpVersusSettle {
    private final Waiter waiter = newWaiter();

    @Actor
    public void leaver(LL_Result r) {
      r.r1 = Race.shown(waiter.await(PASSED));
    }

    @Actor
    public void counterpart(LL_Result r) {
      r.r2 = waiter.settle("a");
    }
  }

  /**
   * @hunts a thread that parks for ever although its wait has ended: the settler looks whether it
   *     has to unpark, the waiter decides to park
   * @guards {@link Waiter}: why no wake-up is lost, both decide on the same word
   * @see Waiter#await
   * @see Waiter#wake
   * @see io.github.goprims.gochan.internal.waiting.Parking#unpark
   */
  @JCStressTest
  @Outcome(id = "timed out", expect = FORBIDDEN, desc = "settled before it parked, not unparked")
  @Outcome(id = "a", expect = ACCEPTABLE, desc = "did not park, or was unparked")
  @Outcome(expect = FORBIDDEN, desc = "a result from nowhere")
  @State
  public static class WokenForCertain {
    private volatile Waiter waiter;

    @Actor
    public void waits(L_Result r) {
      Waiter mine = newWaiter();
      waiter = mine;
      r.r1 = Race.shown(mine.await(TimeSource.deadlineAfter(Race.LONG)));
    }

    @Actor
    public void counterpart() {
      while (waiter == null) {
        Thread.onSpinWait();
      }
      waiter.settle("a");
      waiter.wake();
    }
  }

  /** An actor that waits for an interrupt, and for nothing else. */
  abstract static class Alone {
    private volatile Thread waits;

    final String interrupted(Race.Operation wait) {
      waits = Thread.currentThread();
      return Race.interruptible(wait);
    }

    final void interrupt() {
      while (waits == null) {
        Thread.onSpinWait();
      }
      waits.interrupt();
    }
  }

  /**
   * @hunts a thread that sleeps on after an interrupt
   * @guards {@link Waiter#await}: the look at the flag before each park (INT-01)
   * @see Go#sleep
   * @see Waiter#await
   */
  @JCStressTest
  @Outcome(id = "interrupted", expect = ACCEPTABLE, desc = "before it parked, or while it slept")
  @Outcome(expect = FORBIDDEN, desc = "slept on, or has kept the flag")
  @State
  public static class InterruptVersusSleep extends Alone {
    @Actor
    public void sleeper(L_Result r) {
      r.r1 =
          interrupted(
              () -> {
                Go.sleep(Race.LONG);
                return "";
              });
    }

    @Actor
    public void interrupter() {
      interrupt();
    }
  }

  /**
   * @hunts a thread that waits at the nil channel for ever, and was interrupted
   * @guards {@link NilCore}: only the deadline and an interrupt can end its wait (CHAN-12)
   * @see NilCore#waitInVain
   */
  @JCStressTest
  @Outcome(id = "interrupted", expect = ACCEPTABLE, desc = "before it parked, or while it waited")
  @Outcome(expect = FORBIDDEN, desc = "waited on, or has kept the flag")
  @State
  public static class InterruptVersusNil extends Alone {
    @Actor
    public void receiver(L_Result r) {
      r.r1 = interrupted(() -> Channel.<Integer>nil().receive(Race.LONG));
    }

    @Actor
    public void interrupter() {
      interrupt();
    }
  }

  /**
   * The receiver is a thread of a pool, which the pool parks.
   *
   * @hunts a thread that the pool parks although its wait has ended
   * @guards the last look before the park of the pool
   * @see io.github.goprims.gochan.internal.waiting.Parking.PoolPark#block
   * @see QueuedCore#awaitReceive
   */
  @JCStressTest
  @Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "handed over")
  @Outcome(expect = FORBIDDEN, desc = "parked on")
  @State
  public static class WokenInPool {
    private static final ForkJoinPool POOL = new ForkJoinPool(2);

    private final Channel<Integer> channel = Channel.make();
    private volatile boolean comes;

    private Object receive() {
      comes = true;
      return Race.receive(channel);
    }

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = POOL.submit(this::receive).join();
    }

    @Actor
    public void sender(LL_Result r) {
      while (!comes) {
        Thread.onSpinWait();
      }
      r.r2 = Race.send(channel, 1);
    }
  }
}
