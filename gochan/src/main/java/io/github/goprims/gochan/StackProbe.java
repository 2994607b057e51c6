package io.github.goprims.gochan;

/** Finds out that there is too little stack before anything has been promised. */
final class StackProbe {

  /** Compiled or interpreted, so many frames are more than any wake-up needs. */
  private static final int DEPTH = 256;

  private StackProbe() {}

  /**
   * Fails with a StackOverflowError unless there is enough for what follows a decision: a wake-up
   * with all that the JDK does for it. About a third of a microsecond.
   */
  static void requireStack() {
    descend(DEPTH);
  }

  private static int descend(int depth) {
    return depth == 0 ? 0 : 1 + descend(depth - 1);
  }
}
