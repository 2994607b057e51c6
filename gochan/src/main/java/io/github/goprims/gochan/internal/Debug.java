package io.github.goprims.gochan.internal;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Says which of the costly checks the user wants: those that the system property {@code
 * goprims.debug} lists, with commas between them.
 */
public final class Debug {

  private static final List<String> CHECKS = List.of("leaks", "owners", "pool");

  private static final List<String> WANTED =
      Arrays.stream(System.getProperty("goprims.debug", "").split(","))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .toList();

  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  private Debug() {}

  /** Whether the property lists {@code check}. Callers keep the answer in a static final field. */
  public static boolean isOn(String check) {
    return WANTED.contains(check);
  }

  /**
   * A task that reports the words in the property that are no checks; null if there are none, or if
   * this has been called before. It is to run on a thread of the library, since the logger may be
   * the application's.
   */
  public static @Nullable Runnable reportOfUnknown() {
    List<String> unknown = WANTED.stream().filter(word -> !CHECKS.contains(word)).toList();
    return unknown.isEmpty() || REPORTED.getAndSet(true) ? null : new Report(unknown);
  }

  private record Report(List<String> unknown) implements Runnable {
    @Override
    public void run() {
      System.getLogger("io.github.goprims.gochan")
          .log(
              System.Logger.Level.WARNING,
              "goprims.debug knows no "
                  + String.join(", ", unknown)
                  + "; it knows "
                  + String.join(", ", CHECKS));
    }
  }
}
