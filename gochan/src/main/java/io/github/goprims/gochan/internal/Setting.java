package io.github.goprims.gochan.internal;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A system property of the library: words with commas between them, out of those that it knows.
 *
 * <p>A word that it does not know changes nothing and is reported: to take it for nothing in
 * silence would leave a user who has mistyped it in the belief that it works.
 */
public final class Setting {

  private final String property;
  private final List<String> known;
  private final List<String> wanted;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** Reads {@code property}, once and for all. */
  public Setting(String property, String... known) {
    this.property = property;
    this.known = List.of(known);
    wanted =
        Arrays.stream(System.getProperty(property, "").split(","))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .toList();
  }

  /** Whether the property lists {@code word}. Callers keep the answer in a static final field. */
  public boolean has(String word) {
    return wanted.contains(word);
  }

  /**
   * A task that reports the words that are not known; null if there are none, or if this has been
   * called before. It is to run on a thread of the library, since the logger may be the
   * application's.
   */
  public @Nullable Runnable reportOfUnknown() {
    List<String> unknown = wanted.stream().filter(word -> !known.contains(word)).toList();
    return unknown.isEmpty() || reported.getAndSet(true)
        ? null
        : new Report(property, unknown, known);
  }

  private record Report(String property, List<String> unknown, List<String> known)
      implements Runnable {
    @Override
    public void run() {
      System.getLogger("io.github.goprims.gochan")
          .log(
              System.Logger.Level.WARNING,
              property
                  + " knows no "
                  + String.join(", ", unknown)
                  + "; it knows "
                  + String.join(", ", known));
    }
  }
}
