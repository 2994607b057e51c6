package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An event that comes back after each period: Go's {@code time.Ticker}, by the rules of Go 1.23 and
 * later.
 *
 * {@snippet file="io/github/goprims/gochan/TimerSamples.java" region="ticker"}
 *
 * <p>Ticks are due one, two, three periods after the start and stay on that grid, however late they
 * are received. A reader that is late finds one tick, the oldest it has not received, and after it
 * the next that is still to come: the others are dropped. The value is the moment at which the tick
 * came due.
 *
 * <p>For the rest its channel is as that of a {@link Timer}: after {@link #stop} or {@link #reset}
 * no tick of the old setting will be received, it is never closed, and an unreferenced ticker is
 * garbage, stopped or not, so that {@code Ticker.make(period).channel()} does for Go's {@code
 * time.Tick}.
 *
 * <p>Any number of threads may use a ticker and share its channel; each tick goes to one of them.
 * Of the virtual threads that wait for it only the first in line wakes for a tick; platform threads
 * all do, so that none depends on a virtual thread that has no carrier.
 *
 * <p>Memory consistency effects: as for {@link Timer}.
 */
public final class Ticker implements AutoCloseable {

  private final TimerCore core;
  private final ReceiveChannel<Instant> channel;

  private Ticker(TimerCore core) {
    this.core = core;
    this.channel = core.view();
  }

  /**
   * Makes a ticker, its first tick due after one period: Go's {@code time.NewTicker}.
   *
   * @param period from one tick to the next, to the nanosecond, positive; more than about 292 years
   *     never ticks
   * @return a new ticker, running
   * @throws IllegalArgumentException "non-positive interval for NewTicker: …"
   * @throws NullPointerException "period"
   */
  public static Ticker make(Duration period) {
    requirePositive(period, "NewTicker");
    Rehearsal.ensure();
    TimerCore core = new TimerCore();
    core.restart(period, TimeSource.saturatedNanos(period));
    return new Ticker(core);
  }

  /**
   * The channel on which the ticks are received.
   *
   * @return the same each time
   */
  public ReceiveChannel<Instant> channel() {
    return channel;
  }

  /**
   * Stops this ticker: no tick will be received any more, until a reset. Does nothing if it was
   * stopped before. Never waits, and ignores the interrupt flag.
   */
  public void stop() {
    TestKit.use(core, "stop of");
    core.stop();
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /**
   * Starts this ticker anew, whether it was running or not, with the first tick due one period from
   * now. Never waits, and ignores the interrupt flag.
   *
   * @param period as for {@link #make}
   * @throws IllegalArgumentException "non-positive interval for Ticker.Reset: …"; the ticker goes
   *     on as before
   * @throws NullPointerException "period"
   */
  public void reset(Duration period) {
    requirePositive(period, "Ticker.Reset");
    TestKit.use(core, "reset of");
    core.restart(period, TimeSource.saturatedNanos(period));
  }

  private static void requirePositive(Duration period, String user) {
    if (!Objects.requireNonNull(period, "period").isPositive()) {
      throw new IllegalArgumentException("non-positive interval for " + user + ": " + period);
    }
  }
}
