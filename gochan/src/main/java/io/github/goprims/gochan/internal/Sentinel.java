package io.github.goprims.gochan.internal;

/** A value that stands for a state where others stand for themselves; compared by identity. */
public final class Sentinel {

  private final String text;

  /** Makes a sentinel that equals itself only, and prints as {@code text}. */
  public Sentinel(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
