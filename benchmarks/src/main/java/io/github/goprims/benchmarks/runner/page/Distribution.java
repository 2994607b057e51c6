package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often something takes how much, by peers.
 *
 * @param name that the situations of one program share
 * @param title what is counted
 * @param situation under which; may be empty
 * @param unit of the values
 * @param peers in the order of the legend
 */
public record Distribution(
    String name, String title, String situation, String unit, List<Sample> peers) {
  private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99};

  /** The percentile of the greatest value. */
  static final double MOST = 100;

  /**
   * What one peer had.
   *
   * @param name of the peer
   * @param kind what it is to goprims
   * @param wanted how many values there should be
   * @param count how many there are: the rest was given up
   * @param quantiles by percentile
   */
  public record Sample(String name, Kind kind, int wanted, int count, List<Quantile> quantiles) {

    /** Of the values of some rounds, each sorted. */
    public static Sample of(String name, Kind kind, int wanted, List<double[]> rounds) {
      int count = rounds.stream().mapToInt(values -> values.length).sum();
      int fewest = rounds.stream().mapToInt(values -> values.length).min().orElse(0);
      List<Quantile> quantiles = new ArrayList<>();
      for (double percentile : PERCENTILES) {
        if (fewest * (MOST - percentile) >= MOST) {
          quantiles.add(
              new Quantile(
                  percentile,
                  Spread.of(
                      rounds.stream()
                          .map(values -> values[(int) (values.length * percentile / MOST)])
                          .toList())));
        }
      }
      List<Double> most =
          rounds.stream().flatMap(values -> Arrays.stream(values).max().stream().boxed()).toList();
      if (!most.isEmpty()) {
        quantiles.add(new Quantile(MOST, Spread.of(most)));
      }
      return new Sample(name, kind, wanted, count, List.copyOf(quantiles));
    }
  }

  /**
   * What so many percent of the values do not exceed.
   *
   * @param percentile 100 is the greatest value
   * @param value its median and range over the rounds
   */
  public record Quantile(double percentile, Spread value) {}
}
