package io.github.goprims.benchmarks.runner.page;

/** How much room a chart has. */
enum Frame {
  /** Of a page on a desk. */
  WIDE(920),
  /** Of a telephone held upright. */
  NARROW(370);

  final int width;

  Frame(int width) {
    this.width = width;
  }

  /** The class of the drawing, by which a page shows one of the two. */
  String word() {
    return this == WIDE ? "wide" : "narrow";
  }
}
