package io.github.goprims.benchmarks.runner.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A median and its range.
 *
 * @param median of the values
 * @param low the least
 * @param high the greatest
 */
public record Spread(double median, double low, double high) {
  private static final MathContext DIGITS = new MathContext(5);

  /** Of at least one value. */
  public static Spread of(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, Collections.min(sorted), Collections.max(sorted));
  }

  /** As many digits as mean something. */
  public static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  static double geometricMean(Collection<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
  }

  /** {@code median (least–greatest)}, or the value alone. */
  @Override
  public String toString() {
    return low == high
        ? number(median)
        : number(median) + " (" + number(low) + "–" + number(high) + ")";
  }

  /** Three significant digits, but whole numbers whole, with commas from 10,000 on. */
  static String number(double value) {
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, value >= 9999.5 ? "%,.0f" : "%." + decimals + "f", value);
  }
}
