package io.github.goprims.gochan.internal.events;

/** Texts in events. */
public final class Texts {

  private static final int MOST = 1_000;

  private Texts() {}

  /** {@code text}, or its beginning: a select may have thousands of cases. */
  static String bounded(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST).concat("…");
  }
}
