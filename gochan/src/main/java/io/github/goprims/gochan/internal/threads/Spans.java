package io.github.goprims.gochan.internal.threads;

/** How times are printed in dumps and reports: in one unit, or two, with what is less cut off. */
public final class Spans {

  private Spans() {}

  /** Such as {@code 250 ms}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String text(long nanos) {
    long seconds = nanos / 1_000_000_000;
    if (seconds == 0) {
      return nanos / 1_000_000 + " ms";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + " min " + seconds % 60 + " s"
        : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
