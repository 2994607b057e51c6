package io.github.goprims.gochan.internal;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The checks that cost too much for every day: the words of the system property {@code
 * goprims.debug}, with commas between them.
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

  /** Whether the property lists {@code check}. To be kept in a static final field. */
  public static boolean isOn(String check) {
    return WANTED.contains(check);
  }

  /**
   * What tells the user of words that are no checks; null if there are none, or it has been asked
   * for before. To be run on a thread of the library, for a logger may be anybody's.
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
