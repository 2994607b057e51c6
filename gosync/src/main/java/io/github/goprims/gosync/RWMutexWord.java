package io.github.goprims.gosync;

/**
 * The layout of the state of an {@link RWMutex}. The lower half counts the readers, those that wait
 * included. The upper half counts steps of writers: modulo four that is the mode, and each time it
 * is open again a period begins.
 */
final class RWMutexWord {

  private static final int STEP_SHIFT = 32;
  private static final int STEPS = 4;
  private static final int PERIOD_SHIFT = STEP_SHIFT + 2;

  /** No writer; all readers that are counted are in. */
  static final int OPEN = 0;

  /** A writer waits for the readers that were in when it came; those that came later wait. */
  static final int ANNOUNCED = 1;

  /** A writer is in; all readers that are counted wait. */
  static final int HELD = 2;

  private RWMutexWord() {}

  static int readers(long word) {
    return (int) word;
  }

  static int mode(long word) {
    return (int) (word >>> STEP_SHIFT) & STEPS - 1;
  }

  /** How often the lock has been opened. */
  static long period(long word) {
    return word >>> PERIOD_SHIFT;
  }

  /** What to add to a word in mode {@code from} for the next word in mode {@code to}. */
  static long step(int from, int to) {
    return (long) (to - from + STEPS & STEPS - 1) << STEP_SHIFT;
  }
}
