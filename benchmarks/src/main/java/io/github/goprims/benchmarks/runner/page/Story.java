package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a page tells, in its order: the same for the page in HTML and the document in docs. */
final class Story {
  private final Run run;
  private final Losses losses;
  private final List<Part> parts = new ArrayList<>();

  /** A piece of the page. */
  sealed interface Part {}

  /** Markdown. */
  record Text(String markdown) implements Part {}

  /**
   * A chart.
   *
   * @param name of its file, without the ending
   * @param wide for desks
   * @param narrow for telephones
   */
  record Chart(String name, Canvas.Drawing wide, Canvas.Drawing narrow) implements Part {}

  private Story(Run run, Losses losses) {
    this.run = run;
    this.losses = losses;
  }

  static List<Part> of(Run run, Losses losses) {
    Story story = new Story(run, losses);
    story.findings();
    story.charts();
    story.losses();
    story.tables();
    story.conditions();
    return List.copyOf(story.parts);
  }

  private void text(String... lines) {
    parts.add(new Text(String.join("\n", lines) + "\n"));
  }

  private void findings() {
    List<Line> rows = run.groups().values().stream().flatMap(List::stream).toList();
    if (!rows.isEmpty()) {
      text(
          "## What it shows",
          "",
          "Ratios of times, or of bytes where a row counts these: below 1 goprims is faster, or"
              + " needs less. A row is a tie if the range of its ratio over the rounds includes 1,"
              + " or if its median is between 0.87 and 1.15.",
          "",
          Findings.sentences(rows),
          Findings.byGroup(run.groups()).markdown());
    }
  }

  private void charts() {
    text("## Charts", "");
    if (run.groups().size() > 1) {
      text(
          "The geometric means of the groups; the thin lines go from the best row to the worst.",
          "");
      ratios("overview", "All rows, by group", Findings.bars(run.groups()));
    }
    if (!run.groups().isEmpty()) {
      text(
          "Row by row: bars are medians, thin lines go from the least to the greatest round, grey"
              + " is where a row is a tie.",
          "");
    }
    run.groups().forEach((group, rows) -> ratios(file(group), group, RatioChart.groupsOf(rows)));
    if (!run.curves().isEmpty()) {
      text(
          "What an operation costs when there is more of something; both axes are logarithmic.",
          "");
    }
    run.curves()
        .forEach(
            (name, points) ->
                parts.add(
                    new Chart(
                        "curve-" + file(name),
                        CurveChart.draw(points, Frame.WIDE),
                        CurveChart.draw(points, Frame.NARROW))));
    run.programs().forEach(this::distributions);
  }

  private void ratios(String name, String title, List<RatioChart.Group> groups) {
    parts.add(
        new Chart(
            name,
            RatioChart.draw(title, groups, Frame.WIDE),
            RatioChart.draw(title, groups, Frame.NARROW)));
  }

  private void distributions(String name, List<Distribution> situations) {
    text(situations.get(0).title() + ", from the median to the worst case.", "");
    for (int i = 0; i < situations.size(); i++) {
      Distribution situation = situations.get(i);
      parts.add(
          new Chart(
              "distribution-" + file(name) + (situations.size() > 1 ? "-" + (i + 1) : ""),
              DistributionChart.draw(situation, Frame.WIDE),
              DistributionChart.draw(situation, Frame.NARROW)));
    }
  }

  private void losses() {
    if (!run.rows().isEmpty()) {
      text(
          "## Where we lose, and why",
          "",
          "The rows that are slower than Go, or than the best JVM peer, and no tie:",
          "",
          losses.markdown(run.rows()));
    }
  }

  private void tables() {
    if (run.rows().isEmpty()) {
      return;
    }
    text(
        "## Tables",
        "",
        "Median of the rounds (least–greatest); a ratio is taken within each round, and the last"
            + " columns have their medians and ranges.",
        "");
    run.groups().forEach((group, rows) -> text("### " + group, "", Table.of(rows).markdown()));
    run.curves()
        .values()
        .forEach(
            rows ->
                text(
                    "### " + Lettering.capital(rows.get(0).curve().title()),
                    "",
                    Table.of(rows).markdown()));
    Table allocations = Table.ofAllocations(run.rows());
    if (!allocations.lines().isEmpty()) {
      text("### Allocated bytes per operation", "", allocations.markdown());
    }
  }

  private void conditions() {
    Run.Build build = run.build();
    List<List<String>> pieces = new ArrayList<>();
    for (Run.Piece piece : run.pieces()) {
      pieces.add(
          List.of(
              piece.date(),
              "`benchmarks/run"
                  + (piece.arguments().isEmpty() ? "" : " " + piece.arguments())
                  + "`",
              String.valueOf(piece.rounds()),
              piece.wakeUp().toString(),
              piece.load().toString(),
              piece.others() == null ? Table.NONE : piece.others().toString()));
    }
    text(
        "## Machine and conditions",
        "",
        "- Processor: " + build.processor() + "; " + build.system() + ".",
        "- Java: " + build.java() + ".",
        "- Go: " + build.go() + ".",
        "- Build: commit " + build.commit() + "; " + build.programs() + ".",
        "- " + build.conditions(),
        "",
        new Table(
                List.of(
                    "begun",
                    "command",
                    "rounds",
                    "an idle carrier takes to wake, µs (eight of ten)",
                    "load average before the steps",
                    "processors used by others, %"),
                pieces)
            .markdown());
  }

  /** The charts alone. */
  static List<Chart> charts(List<Part> parts) {
    List<Chart> charts = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Chart chart) {
        charts.add(chart);
      }
    }
    return List.copyOf(charts);
  }

  private static String file(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
