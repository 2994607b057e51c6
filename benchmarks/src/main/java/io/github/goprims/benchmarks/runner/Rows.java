package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The lines of the table. */
final class Rows {

  /** Those in which threads wait for each other in different ways. */
  private static final List<String> OF_WAITING =
      List.of(
          "pingpong",
          "stream-0",
          "stream-16",
          "stream-100",
          "mpmc4-0",
          "mpmc4-16",
          "select2-0",
          "chain100-0",
          "sieve-0",
          "pairs10k-0",
          "mutex-v2-short",
          "mutex-v8-short");

  private Rows() {}

  /** All rows, in the order of the table; those of curves come last. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    ChannelRows.addTo(rows);
    TimerRows.addTo(rows);
    ContextRows.addTo(rows);
    SyncRows.addTo(rows);
    CurveRows.addTo(rows);
    return List.copyOf(rows);
  }

  /** The points of all curves. */
  static List<Row> ofCurves() {
    return all().stream().filter(row -> row.curve().isPresent()).toList();
  }

  /**
   * The rows that any of the patterns names, whole or by a regular expression found in the id; if
   * there is none, all that are no points of curves.
   */
  static List<Row> chosen(List<String> patterns) {
    if (patterns.isEmpty()) {
      return all().stream().filter(row -> row.curve().isEmpty()).toList();
    }
    Set<Row> rows = new LinkedHashSet<>();
    for (String pattern : patterns) {
      List<Row> exact = all().stream().filter(row -> row.id().equals(pattern)).toList();
      Pattern part = Pattern.compile(pattern);
      List<Row> found =
          exact.isEmpty()
              ? all().stream().filter(r -> part.matcher(r.id()).find()).toList()
              : exact;
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no row matches '" + pattern + "'; --list shows them");
      }
      rows.addAll(found);
    }
    return List.copyOf(rows);
  }

  /** The chosen rows, or those of waiting, by the ways in which a thread of goprims may wait. */
  static List<Row> byWays(List<String> patterns) {
    return chosen(patterns.isEmpty() ? OF_WAITING : patterns).stream().map(Row::byWays).toList();
  }
}
