package io.github.goprims.gochan.internal;

import java.util.List;

/** The checks that cost too much for every day; system property {@code goprims.debug}. */
public final class Debug {

  private static final List<String> WANTED =
      List.of(System.getProperty("goprims.debug", "").split(","));

  private Debug() {}

  /** Whether the property lists {@code check}. To be kept in a static final field. */
  public static boolean isOn(String check) {
    return WANTED.contains(check);
  }
}
