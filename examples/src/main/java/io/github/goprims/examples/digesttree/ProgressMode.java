package io.github.goprims.examples.digesttree;

/** When to draw a progress line. */
enum ProgressMode {
  ALWAYS,
  NEVER,
  /** When stderr is a terminal. */
  AUTO;

  boolean isWanted() {
    return this == ALWAYS || (this == AUTO && Terminal.is(Terminal.STDERR));
  }
}
