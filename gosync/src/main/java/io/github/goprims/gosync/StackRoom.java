package io.github.goprims.gosync;

/**
 * Room on the stack for what must not stop half-way. A slow path asks for it before it changes
 * anything, so that the overflow comes then. Some eighty nanoseconds.
 */
final class StackRoom {

  /** About as much as a park or an unpark of the JDK takes, and what we add. */
  private static final int FRAMES = 32;

  private StackRoom() {}

  /**
   * Returns true if there is enough, for those who want to know that it has returned.
   *
   * @throws StackOverflowError if there is not
   */
  static boolean ensure() {
    return descend(FRAMES, 1, 2, 3, 4) != 0;
  }

  /** As {@link #ensure}, for a few calls of our own on a path that has to be fast. */
  static void ensureSome() {
    descend(FRAMES / 4, 1, 2, 3, 4);
  }

  /**
   * The arguments make the frames large, also those of compiled code, which keeps what it needs.
   */
  private static long descend(int frames, long a, long b, long c, long d) {
    if (frames == 0) {
      return a + b + c + d;
    }
    return descend(frames - 1, a + 1, b + 2, c + 3, d + 4) + (a ^ b) + (c ^ d);
  }
}
