package io.github.goprims.benchmarks;

/** How many operations one run of a program has. */
final class Runs {
  /** With it each run is so small that its score means nothing: for trying whether all run. */
  static final String SMALL = "goprims.benchmarks.small";

  private static final int FEW = 2_000;

  private static final boolean SMALL_RUNS = Boolean.getBoolean(SMALL);

  private Runs() {}

  /** The number of operations by which JMH divides, unless runs are to be small. */
  static int of(int operations) {
    return SMALL_RUNS ? Math.min(operations, FEW) : operations;
  }
}
