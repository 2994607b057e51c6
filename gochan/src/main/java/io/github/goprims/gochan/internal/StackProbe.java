package io.github.goprims.gochan.internal;

/**
 * Makes sure of the stack that is needed for steps which belong together: an overflow then strikes
 * before the first of them, where it does no harm.
 */
public final class StackProbe {

  /** For a few calls of what has been called before. */
  static final int FEW_CALLS = 96;

  /** For starting a thread, and for what else is rare and goes deep. */
  static final int MANY_CALLS = 512;

  /** For loading and initialising classes. */
  public static final int CLASSES = 2_048;

  private StackProbe() {}

  /**
   * Goes {@code frames} calls deep, and comes back.
   *
   * @return something, so that nobody leaves the calls out
   * @throws StackOverflowError if the stack does not have that much
   */
  public static int touch(int frames) {
    return frames == 0 ? 0 : 1 + touch(frames - 1);
  }
}
