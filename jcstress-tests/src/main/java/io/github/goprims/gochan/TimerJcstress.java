package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races on a {@link Timer}: who ends a setting, and whether a new one reaches those who wait.
 *
 * @primitive Timer
 */
public final class TimerJcstress {

  private static final Duration DAY = Duration.ofDays(1);

  private TimerJcstress() {}

  private static String shown(Instant value) {
    return value == null ? "none" : "value";
  }

  /**
   * @hunts a value that is received though stop has taken it back, and one that neither has
   * @guards the linearization points of {@link TimerCore} (TIMER-07, TIMER-08)
   */
  @JCStressTest
  @Outcome(id = "value, true", expect = FORBIDDEN, desc = "taken back and received")
  @Outcome(id = "none, false", expect = FORBIDDEN, desc = "neither taken back nor received")
  @Outcome(id = "value, false", expect = ACCEPTABLE, desc = "received, then stopped")
  @Outcome(id = "none, true", expect = ACCEPTABLE, desc = "stopped, then nothing to receive")
  @State
  public static class StopVersusReceive {
    private final Timer timer = Timer.make(Duration.ZERO);

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = shown(timer.channel().tryReceive());
    }

    @Actor
    public void stopper(LL_Result r) {
      r.r2 = timer.stop();
    }
  }

  /**
   * @hunts a value that goes to two, or to none
   * @guards the linearization points of {@link TimerCore} (TIMER-25)
   */
  @JCStressTest
  @Outcome(id = "value, value", expect = FORBIDDEN, desc = "received twice")
  @Outcome(id = "none, none", expect = FORBIDDEN, desc = "overlooked by both")
  @Outcome(id = "value, none", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "none, value", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoReceivers {
    private final Timer timer = Timer.make(Duration.ZERO);

    @Actor
    public void first(LL_Result r) {
      r.r1 = shown(timer.channel().tryReceive());
    }

    @Actor
    public void second(LL_Result r) {
      Select select = Select.create();
      ReceiveCase<Instant> value = select.onReceive(timer.channel());
      select.onReceive(Channel.<Integer>make());
      select.poll();
      r.r2 = shown(value.value());
    }
  }

  /**
   * @hunts a receiver that sleeps on for a day because the reset came between its look at the time
   *     and its park
   * @guards {@link TimerCore}: why no wake-up is lost (TIMER-18)
   * @see TimerCore#tell
   * @see QueuedCore#awaitReceive
   */
  @JCStressTest
  @Outcome(id = "none, .*", expect = FORBIDDEN, desc = "it did not hear of the reset")
  @Outcome(id = "value, false", expect = FORBIDDEN, desc = "received before it was due")
  @Outcome(id = "value, true", expect = ACCEPTABLE, desc = "received by the new setting")
  @State
  public static class ResetVersusReceive {
    private final Timer timer = Timer.make(DAY);

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = Race.outcomeOf(() -> shown(timer.channel().receive(Race.LONG)));
    }

    @Actor
    public void resetter(LL_Result r) {
      r.r2 = timer.reset(Duration.ZERO);
    }
  }

  /**
   * The timer is among the cases of a select.
   *
   * @hunts a select that sleeps on for a day because the reset came between its look at the time
   *     and its park
   * @guards {@link TimerCore}: why no wake-up is lost (TIMER-18)
   * @see TimerCore#tell
   * @see Selection#awaitQueued
   */
  @JCStressTest
  @Outcome(id = "none, .*", expect = FORBIDDEN, desc = "it did not hear of the reset")
  @Outcome(id = "value, false", expect = FORBIDDEN, desc = "received before it was due")
  @Outcome(id = "value, true", expect = ACCEPTABLE, desc = "received by the new setting")
  @State
  public static class ResetVersusSelect {
    private final Timer timer = Timer.make(DAY);
    private final Select select = Select.create();
    private final ReceiveCase<Instant> value = select.onReceive(timer.channel());

    public ResetVersusSelect() {
      select.onReceive(Channel.<Integer>make());
      select.onReceive(Timer.after(DAY));
    }

    @Actor
    public void selector(LL_Result r) {
      Race.await(select);
      r.r1 = shown(value.value());
    }

    @Actor
    public void resetter(LL_Result r) {
      r.r2 = timer.reset(Duration.ZERO);
    }
  }

  /**
   * @hunts a virtual thread that sleeps on for ever because the first in line gives up between its
   *     look at who is the first and its park
   * @guards {@link TimerCore}: why no wake-up is lost (TIMER-25, INT-04)
   * @see TimerCore#tellFirst
   */
  @JCStressTest
  @Outcome(id = "none, .*", expect = FORBIDDEN, desc = "nobody looks any more")
  @Outcome(id = "value, gave up", expect = ACCEPTABLE, desc = "the next looked")
  @Outcome(expect = FORBIDDEN, desc = "the value went to who had given up, or to both")
  @State
  public static class FirstGivesUpVersusNext {
    private final ReceiveChannel<Instant> timer = Timer.after(Duration.ofMillis(1));
    private final Channel<Instant> channel = ((ReceiveOnly<Instant>) timer).channel;
    private final ChanReceiveWait first = new ChanReceiveWait(channel.core());

    public FirstGivesUpVersusNext() {
      first.settle(Waiter.TIMED_OUT); // before the timer is due: or the value would be for it
      QueuedCore core = Race.core(channel);
      core.lock();
      core.receivers = WaitQueue.add(core.receivers, first);
      core.wake(core.exit());
    }

    @Actor
    public void next(LL_Result r) {
      Race.join(Race.virtually(() -> r.r1 = Race.outcomeOf(() -> shown(timer.receive(Race.LONG)))));
    }

    @Actor
    public void first(LL_Result r) {
      Race.core(channel).removeQueued(first);
      r.r2 = "gave up";
    }
  }

  /**
   * @hunts a select that takes a value and a timer's time, or loses one of them
   * @guards the settle of {@link SelectWait} against its own look at the timers
   */
  @JCStressTest
  @Outcome(id = "1, sent, true", expect = ACCEPTABLE, desc = "the sender came first")
  @Outcome(id = "due, refused, false", expect = ACCEPTABLE, desc = "the timer came first")
  @Outcome(expect = FORBIDDEN, desc = "both, neither, or one and the other's value")
  @State
  public static class DueVersusSend {
    private final Channel<Integer> channel = Channel.make();
    private final Timer timer = Timer.make(Duration.ZERO);
    private final SelectWait wait = new SelectWait(Select.create(), true);
    private final ChanReceiveWait onChannel = Race.queuedReceiver(channel, wait);
    private final ChanReceiveWait onTimer = new ChanReceiveWait(core(), wait);

    public DueVersusSend() {
      core().receivers = WaitQueue.add(core().receivers, onTimer);
    }

    private QueuedCore core() {
      return Race.core(((ReceiveOnly<?>) timer.channel()).channel);
    }

    @Actor
    public void selector(LLL_Result r) {
      core().serveDue();
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r2 = Race.trySend(channel, 1);
    }

    @Arbiter
    public void after(LLL_Result r) {
      Object winner = wait.await(0);
      r.r1 = winner == onTimer ? "due" : winner == onChannel ? onChannel.result : "none";
      core().removeQueued(onTimer);
      r.r3 = timer.stop();
    }
  }

  /**
   * @hunts a stop that finds nothing to stop because a reset is between taking the old setting back
   *     and making the new one
   * @guards the lock of {@link FunctionTimer} (TIMER-06, TIMER-11)
   * @see FunctionTimer#stop
   * @see FunctionTimer#restart
   */
  @JCStressTest
  @Outcome(id = "true, false, .*", expect = FORBIDDEN, desc = "stopped in the middle of a reset")
  @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "reset, then stopped")
  @Outcome(id = "false, true, true", expect = ACCEPTABLE, desc = "stopped, then reset")
  @Outcome(expect = FORBIDDEN, desc = "no order of the two")
  @State
  public static class StopVersusResetOfFunction {
    private final Timer timer = Timer.afterFunc(DAY, () -> {});

    @Actor
    public void resetter(LLL_Result r) {
      r.r1 = timer.reset(DAY);
    }

    @Actor
    public void stopper(LLL_Result r) {
      r.r2 = timer.stop();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = timer.stop();
    }
  }

  /**
   * @hunts a function that runs though it was stopped, or does not though it was not
   * @guards the one step in which the scheduler decides (TIMER-06, TIMER-10)
   * @see FunctionTimer#stop
   * @see io.github.goprims.gochan.internal.time.StripedScheduler#stepOrEnd
   * @see io.github.goprims.gochan.internal.time.SystemTime#parkUntil
   */
  @JCStressTest
  @Outcome(id = "true, true, none", expect = ACCEPTABLE, desc = "reset, then stopped in time")
  @Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "reset, and started before the stop")
  @Outcome(id = "false, true, 1", expect = ACCEPTABLE, desc = "stopped, then reset")
  @Outcome(expect = FORBIDDEN, desc = "stopped and run, or neither")
  @State
  public static class StopVersusFire {
    private final Channel<Integer> runs = Channel.make(2);
    private final Timer timer = Timer.afterFunc(DAY, () -> runs.trySend(1));

    @Actor
    public void resetter(LLL_Result r) {
      r.r1 = timer.reset(Duration.ZERO);
    }

    @Actor
    public void stopper(LLL_Result r) {
      r.r2 = timer.stop();
    }

    @Arbiter
    public void after(LLL_Result r) {
      boolean stoppedLast = r.r1.equals(true) && r.r2.equals(true);
      Object run = stoppedLast ? Race.tryReceive(runs) : Race.receive(runs);
      r.r3 = run + Race.rest(runs);
    }
  }
}
