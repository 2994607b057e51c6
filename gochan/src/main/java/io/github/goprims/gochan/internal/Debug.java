package io.github.goprims.gochan.internal;

import org.jspecify.annotations.Nullable;

/**
 * Says which of the costly checks the user wants: those that the system property {@code
 * goprims.debug} lists, with commas between them.
 */
public final class Debug {

  private static final Setting CHECKS =
      new Setting("goprims.debug", "contexts", "goroutines", "leaks", "owners", "pool");

  private Debug() {}

  /** Whether the property lists {@code check}. Callers keep the answer in a static final field. */
  public static boolean isOn(String check) {
    return CHECKS.has(check);
  }

  /** As {@link Setting#reportOfUnknown}. */
  public static @Nullable Runnable reportOfUnknown() {
    return CHECKS.reportOfUnknown();
  }
}
