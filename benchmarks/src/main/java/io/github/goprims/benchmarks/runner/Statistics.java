package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.runner.page.Spread;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;

/** Medians and ranges, and how to write them. */
final class Statistics {
  private Statistics() {}

  static double median(Collection<Double> values) {
    return Spread.of(values).median();
  }

  static double geometricMean(Collection<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
  }

  /** {@code median (least–greatest)}, or the value alone. */
  static String describe(Collection<Double> values) {
    String median = number(median(values));
    return values.size() == 1
        ? median
        : median
            + " ("
            + number(Collections.min(values))
            + "–"
            + number(Collections.max(values))
            + ")";
  }

  /** Three significant digits, but whole numbers whole. */
  static String number(double value) {
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
