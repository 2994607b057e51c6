package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.TestKit;

/** Where each thread has its home among a number of places, so that threads seldom meet. */
final class Homes {

  /** How many places are enough: a power of two, at least two for each processor. */
  static final int ENOUGH =
      Math.max(8, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1));

  /** 2^64 over the golden ratio: spreads ids that follow one another. */
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private Homes() {}

  /**
   * The home of the calling thread among {@code places}, a power of two and at least two. In a test
   * it is the same for all: the ids depend on what has run before.
   */
  static int among(int places) {
    if (TestKit.PRESENT != null) {
      return 0;
    }
    int shift = Long.numberOfLeadingZeros(places) + 1;
    return (int) ((Thread.currentThread().threadId() * GOLDEN) >>> shift);
  }
}
