package io.github.goprims.benchmarks.runner.page;

/** Colours and lettering of charts and pages, in light and dark. */
final class Style {
  /** Text of charts, in pixels. */
  static final double TEXT = 11.5;

  static final double NAME = 12.5;
  static final double TITLE = 16;

  /** As wide as bold letters are. */
  static final double BOLD_TEXT = 1.17 * TEXT;

  static final double BOLD_NAME = 1.17 * NAME;

  static final double BOLD_TITLE = 1.17 * TITLE;

  /** Series of peers beyond ours, Go and the floors get one of so many colours. */
  static final int COLOURS = 6;

  static final String CHART =
      """
      :root { --paper: #ffffff; --ink: #1b1f24; --quiet: #59636e; --grid: #d8dee4; --tie: #eceff2;
        --ours: #0a58ca; --wash: #e8f1fe; --go: #0f7f78; --jvm: #bc5b0c; --floor: #818b95;
        --s0: #bc5b0c; --s1: #8341b5; --s2: #a8336f; --s3: #7a6400; --s4: #2f7d32; --s5: #9c4a3c }
      @media (prefers-color-scheme: dark) {
        :root { --paper: #14181d; --ink: #e6eaef; --quiet: #9aa5b1; --grid: #343b44; --tie: #262c34;
          --ours: #6cb0ff; --wash: #16273c; --go: #45c4ba; --jvm: #f09a52; --floor: #8b96a2;
          --s0: #f09a52; --s1: #c596f2; --s2: #f087b6; --s3: #d6bb3f; --s4: #7cc77f; --s5: #e59a8b }
      }
      .chart { font-family: system-ui, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif;
        font-size: 11.5px }
      .chart text { fill: var(--ink) }
      .chart .title { font-size: 16px; font-weight: 600 }
      .chart .name { font-size: 12.5px; font-weight: 600 }
      .chart .quiet { fill: var(--quiet) }
      .chart .word { fill: var(--ours); font-weight: 600 }
      .chart .paper { fill: var(--paper) }
      .chart .wash { fill: var(--wash) }
      .chart .tie { fill: var(--tie) }
      .chart .grid { stroke: var(--grid); stroke-width: 1 }
      .chart .equal { stroke: var(--ink); stroke-width: 1.5 }
      .chart .range { stroke: var(--ink); stroke-width: 1.2; fill: none }
      .chart .line { fill: none; stroke-width: 1.6; stroke-linejoin: round }
      .chart .line.ours { stroke-width: 3.4 }
      .chart .line.floor { stroke-dasharray: 5 4 }
      .chart .span { stroke-width: 1.4; opacity: 0.75 }
      .chart .lead { stroke-width: 0.8; fill: none; opacity: 0.7 }
      .chart text.ours { fill: var(--ours); font-weight: 600 }
      """
          + series("ours", "ours")
          + series("go", "go")
          + series("jvm", "jvm")
          + series("floor", "floor")
          + series("base", "s1")
          + series("way", "s3")
          + series("other", "floor")
          + series("s0", "s0")
          + series("s1", "s1")
          + series("s2", "s2")
          + series("s3", "s3")
          + series("s4", "s4")
          + series("s5", "s5");

  static final String PAGE =
      """
      body { background: var(--paper); color: var(--ink); margin: 0 auto; max-width: 960px;
        padding: 1rem; font: 16px/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif }
      h1 { font-size: 1.6rem; line-height: 1.2 }
      h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--grid) }
      h3 { font-size: 1.05rem }
      a { color: var(--ours) }
      figure { margin: 1rem 0 }
      svg.chart { display: block; width: 100%; height: auto }
      svg.narrow { display: none }
      table { display: block; overflow-x: auto; border-collapse: collapse; font-size: 0.85rem; line-height: 1.35 }
      th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.7rem 0.25rem 0;
        border-bottom: 1px solid var(--grid); white-space: nowrap;
        font-variant-numeric: tabular-nums }
      li { overflow-wrap: anywhere }
      @media (max-width: 700px) { svg.wide { display: none } svg.narrow { display: block } }
      """;

  private Style() {}

  private static String series(String name, String colour) {
    return String.format(
        ".chart .line.%1$s, .chart .span.%1$s, .chart .lead.%1$s { stroke: var(--%2$s) }"
            + " .chart .bar.%1$s, .chart .dot.%1$s { fill: var(--%2$s) }\n",
        name, colour);
  }
}
