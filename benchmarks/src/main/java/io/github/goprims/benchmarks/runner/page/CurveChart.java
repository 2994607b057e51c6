package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a cost grows with a size, a line for each peer. */
final class CurveChart {
  private CurveChart() {}

  /** Of the points of one curve. */
  static Canvas.Drawing draw(List<Line> points, Frame frame) {
    Line.Point curve = points.get(0).curve();
    Map<Double, String> names = new TreeMap<>();
    points.forEach(row -> names.put(row.curve().x(), Numbers.tick(row.curve().x())));
    Map<String, LinePlot.Series> series = new LinkedHashMap<>();
    for (Line row : points) {
      for (Peer peer : row.peers()) {
        LinePlot.Series line =
            series.computeIfAbsent(
                peer.name(),
                name ->
                    new LinePlot.Series(name, peer.kind(), PeerNames.of(name), new TreeMap<>()));
        peer.score().ifPresent(score -> line.points().put(row.curve().x(), score));
      }
    }
    boolean zero =
        series.values().stream()
            .flatMap(line -> line.points().values().stream())
            .anyMatch(score -> score.low() <= 0);
    return LinePlot.draw(
        new LinePlot.Content(
            Lettering.capital(curve.title()),
            "",
            curve.axis(),
            points.get(0).unit() + ", lower is better",
            zero ? 1 : 0,
            names,
            new ArrayList<>(series.values())),
        frame);
  }
}
