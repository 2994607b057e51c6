package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bars from the line where both are equal, on a logarithmic axis: to the left goprims is faster, to
 * the right the other.
 */
final class RatioChart {
  private static final double EDGE = 12;
  private static final double LABELS = 238;
  private static final double FIGURES = 285;
  private static final double PITCH = 16;
  private static final double BAR = 9;
  private static final double LINE = 14;
  private static final double TICKS_APART = 34;

  private final Canvas canvas;
  private final Frame frame;
  private final List<Group> groups;
  private final LogScale scale;

  /**
   * What is compared in one place.
   *
   * @param name in bold
   * @param text below it
   * @param bars at least one, or it is said that there is none
   */
  record Group(String name, String text, List<Bar> bars) {
    static Group of(Line row) {
      return new Group(
          row.name(),
          row.operation() + ", " + row.unit(),
          row.ratios().stream()
              .map(r -> new Bar(r.to(), r.spread(), r.spread() + " " + PeerNames.of(r.peer())))
              .toList());
    }
  }

  /** One ratio, with its range and what is written beside it. */
  record Bar(Kind to, Spread ratio, String text) {}

  private RatioChart(String title, List<Group> groups, Frame frame) {
    this.frame = frame;
    this.groups = groups;
    this.canvas = new Canvas(frame, title);
    double least = 0.5;
    double greatest = 2;
    for (Group group : groups) {
      for (Bar bar : group.bars()) {
        least = Math.min(least, bar.ratio().low());
        greatest = Math.max(greatest, bar.ratio().high());
      }
    }
    boolean wide = frame == Frame.WIDE;
    scale =
        LogScale.around(
            least,
            greatest,
            0,
            wide ? EDGE + LABELS + 8 : EDGE + 4,
            wide ? frame.width - FIGURES - 8 : frame.width - EDGE - 4);
  }

  /** Draws the groups from top to bottom. */
  static Canvas.Drawing draw(String title, List<Group> groups, Frame frame) {
    return new RatioChart(title, groups, frame).draw(title);
  }

  private Canvas.Drawing draw(String title) {
    double y = head(title);
    double bottom = y + groups.stream().mapToDouble(this::height).sum();
    if (frame == Frame.WIDE) {
      field(y, bottom);
    }
    for (Group group : groups) {
      drawGroup(group, y);
      y += height(group);
    }
    ticks(bottom + 16);
    return canvas.end(bottom + 28);
  }

  /** Title, legend, and what the sides mean; answers where the bars begin. */
  private double head(String title) {
    double y = 26;
    for (String line : Lettering.wrap(title, Style.BOLD_TITLE, frame.width - 2 * EDGE)) {
      canvas.text(EDGE, y, "start", "title", line);
      y += 20;
    }
    y += legend(y);
    double middle = scale.pixel(1);
    boolean narrow = middle - scale.from() < 110 || scale.to() - middle < 110;
    canvas.text(scale.from(), y, "start", "word", narrow ? "◀ faster" : "◀ goprims faster");
    canvas.text(scale.to(), y, "end", "quiet", narrow ? "slower ▶" : "goprims slower ▶");
    ticks(y + 17);
    return y + 25;
  }

  private double legend(double top) {
    Set<Kind> kinds = new LinkedHashSet<>();
    for (Kind kind : Kind.REFERENCES) {
      if (groups.stream().flatMap(g -> g.bars().stream()).anyMatch(bar -> bar.to() == kind)) {
        kinds.add(kind);
      }
    }
    double x = EDGE;
    double y = top;
    for (Kind kind : kinds) {
      String text = "goprims / " + kind.title;
      double width = 16 + Lettering.width(text, Style.TEXT) + 14;
      if (x > EDGE && x + width > frame.width) {
        x = EDGE;
        y += 17;
      }
      canvas.bar(x, x + 11, y - 9, BAR, "bar " + kind.word(), "");
      canvas.text(x + 16, y, "start", "", text);
      x += width;
    }
    return y - top + 24;
  }

  private void ticks(double y) {
    for (double tick : scale.ticks(TICKS_APART)) {
      canvas.text(scale.pixel(tick), y, "middle", "quiet", Numbers.tick(tick));
    }
  }

  /** What lies behind the bars. */
  private void field(double top, double bottom) {
    double height = bottom - top;
    canvas.bar(scale.from(), scale.pixel(1), top, height, "wash", "");
    canvas.bar(scale.pixel(Ratio.TIE_FROM), scale.pixel(Ratio.TIE_TO), top, height, "tie", "a tie");
    for (double tick : scale.ticks(TICKS_APART)) {
      canvas.line(scale.pixel(tick), top, scale.pixel(tick), bottom, "grid");
    }
    canvas.line(scale.pixel(1), top, scale.pixel(1), bottom, "equal");
  }

  private List<String> lines(Group group) {
    double room = frame == Frame.WIDE ? LABELS : frame.width - 2 * EDGE;
    return group.text().isEmpty() ? List.of() : Lettering.wrap(group.text(), Style.TEXT, room);
  }

  private double height(Group group) {
    double label = 16 + LINE * lines(group).size();
    double bars = Math.max(1, group.bars().size());
    return frame == Frame.WIDE
        ? Math.max(label, bars * PITCH) + 12
        : label + bars * (PITCH + LINE) + 17;
  }

  private void drawGroup(Group group, double top) {
    double room = frame == Frame.WIDE ? LABELS : frame.width - 2 * EDGE;
    double y = top + 16;
    canvas.label(EDGE, y, room, Style.BOLD_NAME, "name", group.name());
    for (String line : lines(group)) {
      y += LINE;
      canvas.label(EDGE, y, room, Style.TEXT, "quiet", line);
    }
    y = frame == Frame.WIDE ? top + 6 : y + 7;
    if (group.bars().isEmpty()) {
      canvas.text(scale.from() + 4, y + 11, "start", "quiet", "nothing to compare with");
    }
    for (Bar bar : group.bars()) {
      if (frame == Frame.NARROW) {
        y += LINE;
        canvas.label(EDGE + 4, y - 4, room - 4, Style.TEXT, "", bar.text());
        field(y, y + PITCH - 3); // behind the bar alone, so that no line crosses the texts
      } else {
        canvas.label(frame.width - FIGURES, y + 10, FIGURES - 6, Style.TEXT, "", bar.text());
      }
      drawBar(bar, y + 2);
      y += PITCH;
    }
  }

  private void drawBar(Bar bar, double y) {
    Spread ratio = bar.ratio();
    String hint = "goprims / " + bar.text();
    canvas.bar(scale.pixel(1), scale.pixel(ratio.median()), y, BAR, "bar " + bar.to().word(), hint);
    if (ratio.low() < ratio.high()) {
      canvas.range(scale.pixel(ratio.low()), scale.pixel(ratio.high()), y + BAR / 2, 3);
    }
  }

  /** The bars of these rows. */
  static List<Group> groupsOf(List<Line> rows) {
    List<Group> groups = new ArrayList<>();
    rows.forEach(row -> groups.add(Group.of(row)));
    return List.copyOf(groups);
  }
}
