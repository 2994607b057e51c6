package io.github.goprims.gochan.internal;

/**
 * How long a thread looks before it waits, learnt from how often looking has paid.
 *
 * <p>Spinning wins where the partner runs on another processor and answers within a microsecond,
 * and loses where the partner needs this very processor. So the budget starts at the most, goes
 * back to it with each success, falls to zero over a few failures, and is tried again once in
 * {@value #PROBE_INTERVAL} waits.
 *
 * <p>All fields are racy on purpose: a lost update costs a few spins, never correctness.
 */
public final class AdaptiveSpin {

  /** Rounds at the most; system property {@code goprims.spins}, zero where one processor is all. */
  static final int MAX =
      Runtime.getRuntime().availableProcessors() == 1
              || Integer.getInteger("jdk.virtualThreadScheduler.parallelism", 2) == 1
          ? 0
          : Integer.getInteger("goprims.spins", 24);

  private static final int PROBE_INTERVAL = 16;

  private int budget = MAX;
  private int waits;

  /** How many rounds to look this time; possibly none. */
  public int rounds() {
    int rounds = budget;
    return rounds == 0 && ++waits % PROBE_INTERVAL == 0 ? MAX : rounds;
  }

  /** Looking has paid. */
  public void hit() {
    if (budget != MAX) {
      budget = MAX;
    }
  }

  /** Looking has not paid. */
  public void miss() {
    int rounds = budget;
    if (rounds > 0) {
      budget = Math.max(0, rounds - rounds / 4 - 1);
    }
  }
}
