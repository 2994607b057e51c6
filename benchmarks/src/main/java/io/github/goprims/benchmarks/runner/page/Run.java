package io.github.goprims.benchmarks.runner.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured with one build on one machine: the content of results.json.
 *
 * @param build what ran, and where
 * @param pieces the calls of the runner, in the order in which they are joined
 * @param rows in the order of the tables
 * @param distributions in the order of the page
 */
public record Run(
    Build build, List<Piece> pieces, List<Line> rows, List<Distribution> distributions) {

  /**
   * What has to be the same for figures to stand in one table.
   *
   * @param commit of the sources
   * @param programs by which the jar and the Go program are known
   * @param java the JDK
   * @param go its version
   * @param system with the number of processors
   * @param processor its model
   * @param conditions the load that was made, and how many carriers there were
   */
  public record Build(
      String commit,
      String programs,
      String java,
      String go,
      String system,
      String processor,
      String conditions) {}

  /**
   * One call of the runner.
   *
   * @param date when it began
   * @param arguments its command line
   * @param rounds in which each peer ran once
   * @param wakeUp how long an idle carrier took to wake, in microseconds, and between which two
   *     eight of ten wake-ups were
   * @param load the load average before the steps
   * @param others how much of the processors others used, in percent; null if unknown
   */
  public record Piece(
      String date, String arguments, int rounds, Spread wakeUp, Spread load, Spread others) {}

  /** The rows that are no points of a curve, by group. */
  Map<String, List<Line>> groups() {
    return rows.stream()
        .filter(row -> row.curve() == null)
        .collect(Collectors.groupingBy(Line::group, LinkedHashMap::new, Collectors.toList()));
  }

  /** The points of each curve, by its name. */
  Map<String, List<Line>> curves() {
    return rows.stream()
        .filter(row -> row.curve() != null)
        .collect(
            Collectors.groupingBy(
                row -> row.curve().name(), LinkedHashMap::new, Collectors.toList()));
  }

  /** The situations of each program that counts, by its name. */
  Map<String, List<Distribution>> programs() {
    return distributions.stream()
        .collect(
            Collectors.groupingBy(Distribution::name, LinkedHashMap::new, Collectors.toList()));
  }
}
