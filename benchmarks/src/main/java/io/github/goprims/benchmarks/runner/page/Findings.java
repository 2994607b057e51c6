package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the ratios of many rows say together. */
final class Findings {
  private Findings() {}

  /**
   * Ours beside one kind of others.
   *
   * @param mean the geometric mean of the rows' medians
   * @param range from the least to the greatest median
   * @param faster in so many rows
   * @param tied in so many
   * @param slower in so many
   */
  record Tally(double mean, Spread range, int faster, int tied, int slower) {
    static Optional<Tally> of(List<Line> rows, Kind kind) {
      List<Ratio> ratios = rows.stream().flatMap(row -> row.ratio(kind).stream()).toList();
      if (ratios.isEmpty()) {
        return Optional.empty();
      }
      List<Double> medians = ratios.stream().map(Ratio::median).toList();
      return Optional.of(
          new Tally(
              Spread.geometricMean(medians),
              Spread.of(medians),
              count(ratios, Ratio.Verdict.FASTER),
              count(ratios, Ratio.Verdict.TIE),
              count(ratios, Ratio.Verdict.SLOWER)));
    }

    private static int count(List<Ratio> ratios, Ratio.Verdict verdict) {
      return (int) ratios.stream().filter(ratio -> ratio.verdict() == verdict).count();
    }

    int rows() {
      return faster + tied + slower;
    }

    @Override
    public String toString() {
      return "**" + Spread.number(mean) + "** (" + faster + ", " + tied + ", " + slower + ")";
    }
  }

  /** A sentence for each kind that took part. */
  static String sentences(List<Line> rows) {
    List<String> sentences = new ArrayList<>();
    for (Kind kind : Kind.REFERENCES) {
      Tally.of(rows, kind)
          .ifPresent(
              tally ->
                  sentences.add(
                      String.format(
                          Locale.ROOT,
                          "- **%s**: the geometric mean of the ratios is %s, over %s. goprims is"
                              + " faster in %d of them, %d are ties, and it is slower in %d.",
                          Lettering.capital(kind.title),
                          Spread.number(tally.mean()),
                          rows(tally.rows()),
                          tally.faster(),
                          tally.tied(),
                          tally.slower())));
    }
    return String.join("\n", sentences) + "\n";
  }

  /** The same by group, a line for each. */
  static Table byGroup(Map<String, List<Line>> groups) {
    List<Kind> kinds =
        Kind.REFERENCES.stream()
            .filter(kind -> groups.values().stream().anyMatch(g -> Tally.of(g, kind).isPresent()))
            .toList();
    List<String> head = new ArrayList<>(List.of("group", "rows"));
    for (Kind kind : kinds) {
      head.add("goprims / " + kind.title + " (faster, tie, slower)");
    }
    List<List<String>> lines = new ArrayList<>();
    groups.forEach(
        (group, rows) -> {
          List<String> line = new ArrayList<>(List.of(group, String.valueOf(rows.size())));
          for (Kind kind : kinds) {
            Optional<Tally> tally = Tally.of(rows, kind);
            line.add(tally.map(Tally::toString).orElse(Table.NONE));
          }
          lines.add(line);
        });
    return new Table(head, lines);
  }

  /** The means of the groups as bars; their ranges are those of the rows' medians. */
  static List<RatioChart.Group> bars(Map<String, List<Line>> groups) {
    List<RatioChart.Group> bars = new ArrayList<>();
    groups.forEach(
        (group, rows) -> {
          List<RatioChart.Bar> means = new ArrayList<>();
          for (Kind kind : Kind.REFERENCES) {
            Tally.of(rows, kind)
                .ifPresent(
                    tally -> {
                      Spread spread =
                          new Spread(tally.mean(), tally.range().low(), tally.range().high());
                      means.add(new RatioChart.Bar(kind, spread, spread + " " + kind.title));
                    });
          }
          bars.add(new RatioChart.Group(group, rows(rows.size()), means));
        });
    return bars;
  }

  private static String rows(int count) {
    return count == 1 ? "1 row" : count + " rows";
  }
}
