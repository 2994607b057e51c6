package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to pixels, by their logarithms.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}
 * @param offset added to each value before its logarithm is taken: 1 where values may be zero
 * @param from a pixel
 * @param to a pixel, which may be less
 */
record LogScale(double low, double high, double offset, double from, double to) {
  private static final double[] STEPS = {1, 2, 5};

  /** With ends at round values around what is to be shown. */
  static LogScale around(double least, double greatest, double offset, double from, double to) {
    double low = offset > 0 && least < 1 ? 0 : roundDown(least);
    double high = roundUp(Math.max(greatest, low + offset));
    return new LogScale(low, high > low ? high : low * 10, offset, from, to);
  }

  double pixel(double value) {
    double clamped = Math.min(high, Math.max(low, value));
    double share =
        Math.log((clamped + offset) / (low + offset)) / Math.log((high + offset) / (low + offset));
    return from + share * (to - from);
  }

  /** Round values, as many as stand apart by so many pixels. */
  List<Double> ticks(double apart) {
    List<Double> all = steps(STEPS);
    if (!standApart(all, apart)) {
      all = steps(new double[] {1});
    }
    List<Double> ticks = new ArrayList<>();
    for (double tick : all) {
      if (ticks.isEmpty() || distance(ticks.get(ticks.size() - 1), tick) >= apart) {
        ticks.add(tick);
      }
    }
    return List.copyOf(ticks);
  }

  private boolean standApart(List<Double> ticks, double apart) {
    for (int i = 1; i < ticks.size(); i++) {
      if (distance(ticks.get(i - 1), ticks.get(i)) < apart) {
        return false;
      }
    }
    return true;
  }

  private double distance(double one, double other) {
    return Math.abs(pixel(one) - pixel(other));
  }

  private List<Double> steps(double[] steps) {
    List<Double> ticks = new ArrayList<>();
    if (low == 0) {
      ticks.add(0.0);
    }
    double first = low == 0 ? 1 : Math.pow(10, Math.floor(Math.log10(low)));
    for (double power = first; power <= high * 1.001; power *= 10) {
      for (double step : steps) {
        double tick = step * power;
        if (tick >= low * 0.999 && tick <= high * 1.001) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private static double roundDown(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double result = power;
    for (double step : STEPS) {
      if (step * power <= value * 1.001) {
        result = step * power;
      }
    }
    return result;
  }

  private static double roundUp(double value) {
    double down = roundDown(value);
    if (down >= value * 0.999) {
      return down;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : STEPS) {
      if (step * power >= value) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
