package io.github.goprims.gochan.testing;

import static io.github.goprims.gochan.testing.Soak.require;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One thread of a soak round. */
public abstract class SoakWorker {

  /** Its place in the round. */
  protected final int id;

  /** Where its choices come from. */
  public final SplittableRandom choice;

  private final SoakRound round;
  private final boolean spared;
  private final AtomicLong moves = new AtomicLong(); // written by this worker only
  private final AtomicLong interruptsSent = new AtomicLong();
  private long interruptsSeen;
  private @Nullable Thread thread;

  /** One more worker of {@code round}. */
  @SuppressWarnings("this-escape") // to a list that is read when the round begins
  protected SoakWorker(SoakRound round) {
    this.round = round;
    this.id = round.workers.size();
    this.choice = round.random.split();
    this.spared = round.isSparing() && choice.nextBoolean();
    round.workers.add(this);
  }

  /** Called when all workers of the round are there. */
  protected void open() {
    // Nothing to prepare.
  }

  /** What the thread does; no failure is expected. */
  protected abstract void work() throws Exception;

  /** Tells the watchdog that something has moved. */
  protected final void moved() {
    moves.lazySet(moves.getPlain() + 1);
  }

  /** Mostly too short for anybody to come, sometimes long enough. */
  protected final Duration patience() {
    return Duration.ofNanos(choice.nextInt(1 << choice.nextInt(4, 21)));
  }

  /** Checks that who gave up now, with so much patience since {@code start}, has waited so long. */
  public final void requirePassed(long start, Duration patience) {
    long passed = System.nanoTime() - start;
    require(passed >= patience.toNanos(), "gave up after %d ns instead of %s", passed, patience);
  }

  /** Counts an interrupt that ended a wait. No more of them may be seen than were sent. */
  protected final void sawInterrupt() {
    interruptsSeen++;
  }

  /**
   * Whether its waits end in no other way than well: it never gives up, and nobody interrupts it in
   * passing. So it sleeps for ever once it has been forgotten.
   */
  protected final boolean isSpared() {
    return spared;
  }

  /** Interrupts the thread. */
  protected final void interrupt() {
    interruptsSent.incrementAndGet();
    thread().interrupt();
  }

  final void prepare(Thread.Builder builder) {
    open();
    thread = builder.name(toString()).unstarted(this::run);
  }

  private void run() {
    try {
      work();
    } catch (Throwable failure) {
      round.failed(new AssertionError(this + " failed", failure));
    } finally {
      round.ended();
    }
  }

  final Thread thread() {
    if (thread == null) {
      throw new IllegalStateException(this + " is not prepared");
    }
    return thread;
  }

  final long moves() {
    return moves.get();
  }

  final long interruptsSeen() {
    return interruptsSeen;
  }

  final void verify() {
    require(
        interruptsSeen <= interruptsSent.get(), "%s saw more interrupts than it got: %d", this, id);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "-" + id;
  }
}
