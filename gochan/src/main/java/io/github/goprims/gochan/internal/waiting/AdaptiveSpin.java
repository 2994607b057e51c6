package io.github.goprims.gochan.internal.waiting;

/**
 * How long a thread looks before it waits, learnt from how often looking has paid.
 *
 * <p>Spinning wins where the partner runs on another processor and answers within a microsecond or
 * two, and loses where the partner needs this very processor. So looking is tried after some waits
 * without. One success gives the full budget, which falls to zero over a few failures; then it is
 * tried again after some waits, after twice as many when that fails, and so on up to a limit.
 *
 * <p>A new object does not spin at first: many channels see a few dozen values in all, and would
 * spend more on learning than they can win.
 *
 * <p>All fields are racy on purpose: a lost update costs a few spins, never correctness.
 */
public final class AdaptiveSpin {

  /** Rounds at the most; system property {@code goprims.spins}, zero where one processor is all. */
  static final int MAX =
      Runtime.getRuntime().availableProcessors() == 1
              || Integer.getInteger("jdk.virtualThreadScheduler.parallelism", 2) == 1
          ? 0
          : Integer.getInteger("goprims.spins", 64);

  private static final int MIN_SKIPS = 16;
  private static final int MAX_SKIPS = 128;

  private int budget;

  /** At zero budget: how many waits to go without looking, of how many. */
  private int skipsLeft = MIN_SKIPS;

  private int skips = MIN_SKIPS;

  /** How many rounds to look this time; possibly none. */
  public int rounds() {
    int rounds = budget;
    return rounds == 0 && --skipsLeft < 0 ? MAX : rounds;
  }

  /** Looking has paid. */
  public void hit() {
    if (budget != MAX) {
      budget = MAX;
      skips = MIN_SKIPS;
    }
  }

  /** Looking has not paid. */
  public void miss() {
    int rounds = budget;
    if (rounds > 0) {
      budget = Math.max(0, rounds - rounds / 4 - 1);
    } else {
      skips = Math.min(2 * skips, MAX_SKIPS);
    }
    skipsLeft = skips;
  }
}
