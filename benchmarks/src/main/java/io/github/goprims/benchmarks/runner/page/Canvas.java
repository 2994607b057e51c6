package io.github.goprims.benchmarks.runner.page;

/** A drawing that is made from top to bottom. */
final class Canvas {
  private final Frame frame;
  private final String title;
  private final Markup body = new Markup();

  Canvas(Frame frame, String title) {
    this.frame = frame;
    this.title = title;
  }

  void text(double x, double y, String anchor, String style, String text) {
    body.element("text", text, "x", x, "y", y, "text-anchor", anchor, "class", style).newLine();
  }

  /** Text that may be cut, with the whole of it for those who point at it. */
  void label(double x, double y, double room, double size, String style, String text) {
    String fitting = Lettering.fit(text, size, room);
    body.open("text", "x", x, "y", y, "class", style).text(fitting);
    if (!fitting.equals(text)) {
      body.element("title", text);
    }
    body.close().newLine();
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    body.leaf("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", style).newLine();
  }

  /** A rectangle between two edges, in either order. */
  void bar(double x1, double x2, double y, double height, String style, String hint) {
    body.open(
        "rect",
        "x",
        Math.min(x1, x2),
        "y",
        y,
        "width",
        Math.abs(x2 - x1),
        "height",
        height,
        "class",
        style);
    if (!hint.isEmpty()) {
      body.element("title", hint);
    }
    body.close().newLine();
  }

  void dot(double x, double y, double radius, String style, String hint) {
    body.open("circle", "cx", x, "cy", y, "r", radius, "class", style)
        .element("title", hint)
        .close()
        .newLine();
  }

  void path(String d, String style, String peer) {
    body.leaf("path", "d", d, "class", style, "data-peer", peer).newLine();
  }

  /** A range with an end on each side. */
  void range(double low, double high, double y, double half) {
    String ends = vertical(low, y, half) + vertical(high, y, half);
    body.leaf("path", "d", "M" + at(low, y) + "L" + at(high, y) + ends, "class", "range").newLine();
  }

  private static String vertical(double x, double y, double half) {
    return "M" + at(x, y - half) + "L" + at(x, y + half);
  }

  static String at(double x, double y) {
    return Numbers.coordinate(x) + " " + Numbers.coordinate(y);
  }

  /** Ends the drawing; the outcome may stand by itself. */
  Drawing end(double height) {
    return new Drawing(title, svg(height, false), svg(height, true));
  }

  private String svg(double height, boolean alone) {
    Markup root = new Markup();
    root.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + frame.width + " " + Numbers.coordinate(Math.ceil(height)),
        "class",
        "chart " + frame.word(),
        "role",
        "img");
    if (alone) {
      root.newLine().element("style", Style.CHART).newLine();
    }
    root.element("title", title).newLine();
    root.leaf("rect", "width", "100%", "height", "100%", "class", "paper").newLine();
    return root.include(body.toString()).close().newLine().toString();
  }

  /**
   * What came out.
   *
   * @param title of the chart
   * @param inline for a page that has the style
   * @param alone for a file of its own
   */
  record Drawing(String title, String inline, String alone) {}
}
