package io.github.goprims.gochan.internal;

/**
 * How long a thread looks before it waits, learnt from how often looking has paid.
 *
 * <p>Spinning wins where the partner runs on another processor and answers within a microsecond or
 * two, and loses where the partner needs this very processor. So the budget starts at the most,
 * goes back to it with each success, and falls to zero over a few failures. At zero it is tried
 * again after some waits without, after twice as many when that fails, and so on up to a limit.
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

  private int budget = MAX;

  /** At zero budget: how many waits to go without looking, of how many. */
  private int skipsLeft;

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
