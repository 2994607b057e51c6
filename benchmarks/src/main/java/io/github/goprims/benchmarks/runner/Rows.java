package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The lines of the table. */
final class Rows {

  private Rows() {}

  /** All rows, in the order of the table. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    ChannelRows.addTo(rows);
    TimerRows.addTo(rows);
    ContextRows.addTo(rows);
    SyncRows.addTo(rows);
    return List.copyOf(rows);
  }

  /** The rows that any of the patterns names, whole or by a regular expression found in the id. */
  static List<Row> chosen(List<String> patterns) {
    if (patterns.isEmpty()) {
      return all();
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
}
