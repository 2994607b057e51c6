package io.github.goprims.benchmarks.runner.page;

import java.util.Locale;

/** How numbers are written in charts. */
final class Numbers {
  private Numbers() {}

  /** A tenth of a pixel is enough. */
  static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Short enough for a tick: 0.05, 2, 500, 10k, 1M. */
  static String tick(double value) {
    if (value >= 1e9) {
      return plain(value / 1e9) + "G";
    }
    if (value >= 1e6) {
      return plain(value / 1e6) + "M";
    }
    if (value >= 1e4) {
      return plain(value / 1e3) + "k";
    }
    return plain(value);
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, value < 0.01 ? "%.4f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
