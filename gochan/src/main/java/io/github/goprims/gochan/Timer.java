package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.TestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A single event in the future: Go's {@code time.Timer}, by the rules of Go 1.23 and later. It
 * shows on a channel, or runs a function ({@link #afterFunc}).
 *
 * <p>When its time has come, a timer made by {@link #make} has one value on its {@link #channel()}:
 * the moment at which it came due, not that at which it is received.
 *
 * {@snippet file="io/github/goprims/gochan/TimerSamples.java" region="timeout"}
 *
 * <p>The value is computed when somebody looks for it. So {@link #stop} and {@link #reset} take a
 * value back that nobody has received: after they return, no value of the old setting will ever be.
 * A receiver that was blocked when the timer came due has received it, however late its thread
 * runs. Length and capacity of the channel are always zero, and it is never closed: a thread that
 * waits on the channel of a stopped timer waits until a reset.
 *
 * <p>A timer with a channel uses no thread and no scheduler, also while threads wait for it, and is
 * garbage when unreferenced, stopped or not.
 *
 * <p>Any number of threads may use a timer and share its channel; a value goes to one of them.
 *
 * <p>Memory consistency effects: actions before making or resetting a timer <i>happen-before</i>
 * actions after a receive of the value so set.
 */
public final class Timer {

  private final ReceiveChannel<Instant> channel;
  private final TimerControl countdown;

  private Timer(ReceiveChannel<Instant> channel, TimerControl countdown) {
    this.channel = channel;
    this.countdown = countdown;
  }

  /**
   * Makes a timer that is due after {@code delay}: Go's {@code time.NewTimer}.
   *
   * @param delay how long from now, to the nanosecond; zero or negative is due at once, more than
   *     about 292 years never
   * @return a new timer, running
   * @throws NullPointerException "delay"
   */
  public static Timer make(Duration delay) {
    TimerCore core = started(delay);
    return new Timer(core.view(), core);
  }

  /**
   * The channel of a new timer that nobody will stop: Go's {@code time.After}. It need not be
   * stopped: dropped, it is garbage.
   *
   * @param delay as for {@link #make}
   * @return a channel on which there is one value after {@code delay}
   * @throws NullPointerException "delay"
   */
  public static ReceiveChannel<Instant> after(Duration delay) {
    return started(delay).view();
  }

  /**
   * Makes a timer that runs {@code function} after {@code delay}, in a goroutine of its own: Go's
   * {@code time.AfterFunc}. The function may block and may throw anything; what it throws reaches
   * its thread's uncaught-exception handler as the same object, except for what is a normal end
   * with {@link Go#go}. A {@code Runnable r} is passed as {@code r::run}.
   *
   * <p>The goroutine has the name {@code Timer.afterFunc}, which the function may change. It
   * inherits nothing, neither from the thread that made the timer nor from any other: it has no
   * inheritable thread-locals, and its context class loader is the system class loader.
   *
   * <p>{@link #stop} is true if it kept the function from being run. If it is false the function
   * has been started, or the timer had been stopped before; it does not wait for the function to
   * end. {@link #reset} says the same, and then runs the function anew: after false, two runs may
   * overlap. The {@link #channel()} is the {@linkplain Channel#nil() nil channel}.
   *
   * <p>Such timers share one daemon thread, which starts the goroutines. It begins with the first
   * timer, ends when none has been running for ten seconds, and begins anew with the next. A
   * running timer is kept by it until it has run, or is stopped. If the system has no memory for
   * that thread, making and resetting a timer fail with an {@link OutOfMemoryError}, and the timer
   * does not run. The scheduler of virtual threads does not interrupt them: while all its carriers
   * are busy with threads that do not block, the function waits its turn.
   *
   * <p>Memory consistency effects: actions before making or resetting the timer
   * <i>happen-before</i> the run of the function.
   *
   * @param delay as for {@link #make}; never means that the function is not run
   * @param function what to run
   * @return a new timer, running
   * @throws NullPointerException "delay" or "function"
   */
  public static Timer afterFunc(Duration delay, Task function) {
    Objects.requireNonNull(delay, "delay");
    Rehearsal.ensure();
    FunctionTimer timer = new FunctionTimer(Objects.requireNonNull(function, "function"));
    timer.restart(delay);
    return new Timer(Channel.nil(), timer);
  }

  private static TimerCore started(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    Rehearsal.ensure();
    TimerCore core = new TimerCore();
    core.restart(delay);
    return core;
  }

  /**
   * The channel on which the value is received.
   *
   * @return the same each time; the nil channel for {@link #afterFunc}
   */
  public ReceiveChannel<Instant> channel() {
    return channel;
  }

  /**
   * Stops this timer. Never waits, and ignores the interrupt flag.
   *
   * @return true if this call stopped it: its value will not be received; false if the value has
   *     been received, or the timer had been stopped before; for {@link #afterFunc} see there
   */
  public boolean stop() {
    TestKit.use(countdown, "stop of");
    return countdown.stop();
  }

  /**
   * Starts this timer anew, whether it was running or not. Never waits, and ignores the interrupt
   * flag.
   *
   * @param delay as for {@link #make}
   * @return what {@link #stop} would have returned
   * @throws NullPointerException "delay"
   */
  public boolean reset(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    TestKit.use(countdown, "reset of");
    return countdown.restart(delay);
  }
}
