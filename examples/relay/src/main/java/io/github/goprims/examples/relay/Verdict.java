package io.github.goprims.examples.relay;

import io.github.goprims.examples.relay.Job.Outcome;
import io.github.goprims.examples.relay.JobTable.Row;
import io.github.goprims.examples.relay.Journal.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the two sides have witnessed, compared with the table: each job that the producer was told
 * to be stored has come to its end, which is the right one, in its own trace.
 *
 * @param problems what was promised and is not so
 * @param summary how many jobs there were of each kind
 */
record Verdict(List<String> problems, String summary) {

  static Verdict of(List<Entry> stored, List<Entry> done, List<Row> rows) {
    Map<UUID, Row> known = rows.stream().collect(Collectors.toMap(Row::id, Function.identity()));
    Map<UUID, Integer> times = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Entry entry : stored) {
      compare("stored", entry, known, problems);
    }
    for (Entry entry : done) {
      compare("done", entry, known, problems);
      times.merge(entry.id(), 1, Integer::sum);
    }
    for (Row row : rows) {
      check(row, times.getOrDefault(row.id(), 0), problems);
    }
    return new Verdict(problems, summary(stored, rows, times));
  }

  private static void compare(
      String what, Entry entry, Map<UUID, Row> known, List<String> problems) {
    Row row = known.get(entry.id());
    if (row == null) {
      problems.add("%s, and not in the table: job %s".formatted(what, entry.id()));
    } else if (!row.traceId().equals(entry.traceId())) {
      problems.add("%s in a trace that is not its own: job %s".formatted(what, entry.id()));
    }
  }

  private static void check(Row row, int times, List<String> problems) {
    Patience sort = Patience.of(row.name());
    if (row.outcome() == null) {
      problems.add("not brought to an end: job " + row.id());
    } else if (row.outcome() == Outcome.DONE && times == 0) {
      problems.add("said to be done, and was not: job " + row.id());
    } else if (row.outcome() == Outcome.LATE && sort == Patience.PATIENT) {
      problems.add("said to be late, and was not: job " + row.id());
    }
    if (times > 0 && sort == Patience.HOPELESS) {
      problems.add("done after its deadline: job " + row.id());
    }
  }

  private static String summary(List<Entry> stored, List<Row> rows, Map<UUID, Integer> times) {
    int repeats = times.values().stream().mapToInt(count -> count - 1).sum();
    long late = rows.stream().filter(row -> row.outcome() == Outcome.LATE).count();
    return "%d jobs told to be stored and %d more stored; %d done, %d repeats; %d told to be late"
        .formatted(stored.size(), rows.size() - stored.size(), times.size(), repeats, late);
  }
}
