package io.github.goprims.benchmarks.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The groups of rows, each a chart and a table of the page. */
final class Groups {
  /** Of rows that no pattern finds. */
  static final String OTHERS = "Others";

  /** Of rows that are points of a curve: they have a chart and a table for each curve. */
  static final String CURVES = "Curves";

  /** The first that matches counts. */
  private static final Map<String, Pattern> GROUPS = new LinkedHashMap<>();

  static {
    add("Selects", "select");
    add("Channels", "floor-ring|pingpong|stream-|mpmc|sieve|chain|pairs10k|pair-|try-|make-");
    add("Timers", "timer");
    add("Contexts", "context");
    add("Read-write locks", "rwmutex");
    add("Locks", "mutex");
    add("Semaphores", "semaphore");
    add("Tasks", "go$|tasks|errgroup");
    add("Onces and single flights", "once|flight");
    add("Pools", "pool");
  }

  private Groups() {}

  private static void add(String group, String beginnings) {
    GROUPS.put(group, Pattern.compile("(" + beginnings + ")"));
  }

  /** The group of a row. */
  static String of(Row row) {
    if (row.curve().isPresent()) {
      return CURVES;
    }
    for (Map.Entry<String, Pattern> group : GROUPS.entrySet()) {
      if (group.getValue().matcher(row.id()).lookingAt()) {
        return group.getKey();
      }
    }
    return OTHERS;
  }
}
