package io.github.goprims.gosync;

/**
 * The layout of the state of an {@link RWMutex}. The lower half counts the readers, those that wait
 * included, and those on stripes not. The upper half counts steps: modulo four that is the mode,
 * and each time it is OPEN again a period begins.
 */
final class RWMutexWord {

  private static final int STEP_SHIFT = 32;
  private static final int STEPS = 4;
  private static final int PERIOD_SHIFT = STEP_SHIFT + 2;

  /** No writer; all readers that are counted are in. */
  static final int OPEN = 0;

  /** As OPEN, and readers may count themselves on stripes as well. */
  static final int SPREAD = 1;

  /** A writer waits for the readers that were in when it came; those that came later wait. */
  static final int ANNOUNCED = 2;

  /** A writer is in; all readers that are counted wait. */
  static final int HELD = 3;

  private RWMutexWord() {}

  static int readers(long word) {
    return (int) word;
  }

  static int mode(long word) {
    return (int) (word >>> STEP_SHIFT) & STEPS - 1;
  }

  /** Whether all readers that are counted are in. */
  static boolean isOpen(long word) {
    return mode(word) <= SPREAD;
  }

  /** How often the mode has become OPEN. */
  static long period(long word) {
    return word >>> PERIOD_SHIFT;
  }

  /** What to add to a word in mode {@code from} for the next word in mode {@code to}. */
  static long step(int from, int to) {
    return (long) (to - from + STEPS & STEPS - 1) << STEP_SHIFT;
  }
}
