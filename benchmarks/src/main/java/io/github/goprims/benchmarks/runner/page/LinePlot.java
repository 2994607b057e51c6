package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lines on logarithmic axes, with their names at their ends or, where room is short, below. */
final class LinePlot {
  private static final double EDGE = 12;
  private static final double Y_TICKS = 46;
  private static final double NAMES = 236;
  private static final double HEIGHT = 300;
  private static final double NAME_PITCH = 16;

  /**
   * What to draw.
   *
   * @param title above all
   * @param subtitle below it; may be empty
   * @param xTitle what the horizontal axis counts
   * @param yTitle the same of the vertical one
   * @param yOffset 1 where values may be zero
   * @param xNames how to write the positions on the horizontal axis
   * @param series the lines; ours is drawn last, above the others
   */
  record Content(
      String title,
      String subtitle,
      String xTitle,
      String yTitle,
      double yOffset,
      Map<Double, String> xNames,
      List<Series> series) {}

  /** One line: the values by their positions, from left to right. */
  record Series(String peer, Kind kind, String name, TreeMap<Double, Spread> points) {}

  /** A line, its colour and the place of its name. */
  private record Placed(Series series, String colour, double end, double name) {}

  private final Content content;
  private final Frame frame;
  private final Canvas canvas;
  private LogScale x;
  private LogScale y;
  private double top;

  private LinePlot(Content content, Frame frame) {
    this.content = content;
    this.frame = frame;
    this.canvas = new Canvas(frame, content.title());
  }

  static Canvas.Drawing draw(Content content, Frame frame) {
    return new LinePlot(content, frame).draw();
  }

  private Canvas.Drawing draw() {
    head();
    scales();
    axes();
    List<Placed> lines = place();
    for (Placed line : lines) {
      drawLine(line);
    }
    double bottom = top + HEIGHT + 44;
    if (frame == Frame.NARROW) {
      return canvas.end(legend(lines, bottom + 8));
    }
    lines.forEach(this::drawName);
    return canvas.end(Math.max(bottom, lines.stream().mapToDouble(Placed::name).max().orElse(0)));
  }

  private void head() {
    double at = 26;
    for (String line : Lettering.wrap(content.title(), Style.BOLD_TITLE, frame.width - 2 * EDGE)) {
      canvas.text(EDGE, at, "start", "title", line);
      at += 20;
    }
    if (!content.subtitle().isEmpty()) {
      for (String line : Lettering.wrap(content.subtitle(), Style.TEXT, frame.width - 2 * EDGE)) {
        canvas.text(EDGE, at, "start", "quiet", line);
        at += 16;
      }
    }
    canvas.text(EDGE, at + 4, "start", "quiet", content.yTitle());
    top = at + 18;
  }

  private void scales() {
    double left = EDGE + Y_TICKS;
    double right = frame.width - (frame == Frame.WIDE ? NAMES : EDGE + 10);
    double first = content.xNames().keySet().stream().min(Double::compare).orElseThrow();
    double last = content.xNames().keySet().stream().max(Double::compare).orElseThrow();
    x = new LogScale(first, last > first ? last : first * 10, 0, left + 8, right - 8);
    List<Spread> values =
        content.series().stream().flatMap(s -> s.points().values().stream()).toList();
    double least = values.stream().mapToDouble(Spread::low).min().orElse(1);
    double greatest = values.stream().mapToDouble(Spread::high).max().orElse(1);
    y = LogScale.around(least, greatest, content.yOffset(), top + HEIGHT, top);
  }

  private void axes() {
    double left = x.from() - 8;
    double right = x.to() + 8;
    for (double tick : y.ticks(22)) {
      canvas.line(left, y.pixel(tick), right, y.pixel(tick), "grid");
      canvas.text(left - 6, y.pixel(tick) + 4, "end", "quiet", Numbers.tick(tick));
    }
    double free = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, String> tick : new TreeMap<>(content.xNames()).entrySet()) {
      double half = Lettering.width(tick.getValue(), Style.TEXT) / 2;
      double at = x.pixel(tick.getKey());
      if (at - half >= free) {
        canvas.line(at, top, at, top + HEIGHT + 4, "grid");
        canvas.text(at, top + HEIGHT + 18, "middle", "quiet", tick.getValue());
        free = at + half + 8;
      }
    }
    canvas.text((left + right) / 2, top + HEIGHT + 36, "middle", "quiet", content.xTitle());
  }

  /** Ours last, and names apart from each other, as near as can be to the ends of their lines. */
  private List<Placed> place() {
    List<Placed> lines = new ArrayList<>();
    int colours = 0;
    for (Series series : content.series()) {
      if (!series.points().isEmpty()) {
        String colour =
            series.kind() == Kind.JVM || series.kind() == Kind.OTHER
                ? "s" + colours++ % Style.COLOURS
                : series.kind().word();
        double end = y.pixel(series.points().lastEntry().getValue().median());
        lines.add(new Placed(series, colour, end, end));
      }
    }
    lines.sort(Comparator.comparingDouble(Placed::end));
    double[] names =
        Apart.spread(
            lines.stream().mapToDouble(Placed::end).toArray(), NAME_PITCH, top, top + HEIGHT);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Placed line = lines.get(i);
      placed.add(new Placed(line.series(), line.colour(), line.end(), names[i]));
    }
    placed.sort(Comparator.comparing(line -> line.series().kind() == Kind.OURS));
    return placed;
  }

  private void drawLine(Placed line) {
    Series series = line.series();
    boolean ours = series.kind() == Kind.OURS;
    StringBuilder d = new StringBuilder();
    for (Map.Entry<Double, Spread> point : series.points().entrySet()) {
      d.append(d.isEmpty() ? "M" : "L")
          .append(Canvas.at(x.pixel(point.getKey()), y.pixel(point.getValue().median())));
    }
    String style = series.kind() == Kind.FLOOR ? " floor " : " ";
    canvas.path(d.toString(), "line" + style + line.colour(), series.peer());
    for (Map.Entry<Double, Spread> point : series.points().entrySet()) {
      double at = x.pixel(point.getKey());
      Spread value = point.getValue();
      if (value.low() < value.high()) {
        canvas.line(at, y.pixel(value.low()), at, y.pixel(value.high()), "span " + line.colour());
      }
      canvas.dot(
          at,
          y.pixel(value.median()),
          ours ? 4 : 2.6,
          "dot " + line.colour(),
          series.name() + ": " + value);
    }
  }

  /** Beyond the end of its line, with a thin line to it. */
  private void drawName(Placed line) {
    double last = x.pixel(line.series().points().lastKey());
    double left = x.to() + 26;
    canvas.path(
        "M" + Canvas.at(last + 5, line.end()) + "L" + Canvas.at(left - 4, line.name()),
        "lead " + line.colour(),
        "");
    boolean ours = line.series().kind() == Kind.OURS;
    canvas.label(
        left,
        line.name() + 4,
        frame.width - left - 4,
        ours ? Style.BOLD_TEXT : Style.TEXT,
        ours ? "ours" : "",
        line.series().name());
  }

  private double legend(List<Placed> lines, double from) {
    double at = from;
    for (Series series : content.series()) {
      for (Placed line : lines) {
        if (line.series() == series) {
          String style = series.kind() == Kind.FLOOR ? "line floor " : "line ";
          canvas.line(EDGE, at, EDGE + 26, at, style + line.colour());
          canvas.dot(EDGE + 13, at, 3, "dot " + line.colour(), series.name());
          String lettering = series.kind() == Kind.OURS ? "ours" : "";
          canvas.label(
              EDGE + 34, at + 4, frame.width - EDGE - 40, Style.TEXT, lettering, series.name());
          at += 19;
        }
      }
    }
    return at + 4;
  }
}
