package io.github.goprims.gotest.internal;

import java.util.Random;

/**
 * Numbers that follow from a seed, on each JDK the same ones, and not alike for seeds that are: a
 * counter that goes on in big steps, mixed (SplitMix64). For one thread at a time.
 */
public final class SeededRandom extends Random {
  private static final long serialVersionUID = 1L;

  private static final long STEP = 0x9e3779b97f4a7c15L;

  private long state;

  /** Begins with {@code seed}. */
  SeededRandom(long seed) {
    super(0);
    state = seed;
  }

  @Override
  protected int next(int bits) {
    state += STEP;
    return (int) (mix(state) >>> (Long.SIZE - bits));
  }

  /**
   * The seed of one run of those that {@code seed} stands for. The first run has that itself.
   *
   * @param index from 0 on
   */
  public static long derive(long seed, int index) {
    return index == 0 ? seed : mix(seed + index * STEP);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
