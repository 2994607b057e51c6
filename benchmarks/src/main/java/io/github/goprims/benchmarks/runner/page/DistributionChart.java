package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What so many percent do not exceed: the further to the right, the rarer. */
final class DistributionChart {
  /** Where the greatest value stands: beyond the last percentile, by as much as that one. */
  private static final double STEP = 10;

  private DistributionChart() {}

  static Canvas.Drawing draw(Distribution distribution, Frame frame) {
    double rarest =
        distribution.peers().stream()
            .flatMap(peer -> peer.quantiles().stream())
            .map(Distribution.Quantile::percentile)
            .filter(percentile -> percentile < Distribution.MOST)
            .mapToDouble(DistributionChart::oneIn)
            .max()
            .orElse(1);
    Map<Double, String> names = new TreeMap<>();
    List<LinePlot.Series> series = new ArrayList<>();
    boolean zero = false;
    for (Distribution.Sample peer : distribution.peers()) {
      TreeMap<Double, Spread> points = new TreeMap<>();
      for (Distribution.Quantile quantile : peer.quantiles()) {
        boolean most = quantile.percentile() == Distribution.MOST;
        double at = most ? rarest * STEP : oneIn(quantile.percentile());
        names.put(at, most ? "most" : percent(quantile.percentile()));
        points.put(at, quantile.value());
        zero |= quantile.value().low() < 1;
      }
      series.add(new LinePlot.Series(peer.name(), peer.kind(), name(peer), points));
    }
    return LinePlot.draw(
        new LinePlot.Content(
            distribution.title(),
            distribution.situation(),
            "so many were no more than this",
            distribution.unit() + ", lower is better",
            zero ? 1 : 0,
            names,
            series),
        frame);
  }

  private static String name(Distribution.Sample peer) {
    String name = PeerNames.of(peer.name());
    return peer.count() < peer.wanted()
        ? String.format(Locale.ROOT, "%s: only %d of %d", name, peer.count(), peer.wanted())
        : name;
  }

  /** Of how many values one exceeds the percentile. */
  private static double oneIn(double percentile) {
    return Distribution.MOST / (Distribution.MOST - percentile);
  }

  private static String percent(double percentile) {
    return Numbers.tick(percentile) + " %";
  }
}
