package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The results as tables in Markdown. */
final class Report {
  private static final String NONE = "–";

  private Report() {}

  static String markdown(List<Results> results, int rounds, List<Machine> machines) {
    StringBuilder text = new StringBuilder();
    text.append(table(results));
    List<String> ways = columns(results).stream().filter(Row.WAYS::contains).toList();
    if (!ways.isEmpty()) {
      text.append("\nBeside the best fixed way of each row:\n\n").append(summary(ways, results));
    }
    text.append("\nTime per operation: median of ")
        .append(rounds)
        .append(rounds == 1 ? " round" : " rounds (least–greatest)")
        .append("; ratios: median of the rounds' ratios, below 1 means ")
        .append(ways.isEmpty() ? "goprims" : "adaptive")
        .append(" is faster.\n")
        .append(noise(machines));
    List<Results> allocating =
        results.stream().filter(r -> r.peers.stream().anyMatch(p -> allocates(r, p))).toList();
    if (!allocating.isEmpty()) {
      text.append("\nAllocated bytes per operation:\n\n").append(allocations(allocating));
    }
    return text.toString();
  }

  /** How far to trust the table: on a quiet machine others use next to nothing. */
  private static String noise(List<Machine> machines) {
    List<Double> busy = machines.stream().map(Machine::busy).filter(b -> !b.isNaN()).toList();
    List<Double> load = machines.stream().map(Machine::load).toList();
    String text = "Load average before the steps: " + Statistics.describe(load);
    return busy.isEmpty()
        ? text + ".\n"
        : text + "; processors used by others: " + Statistics.describe(busy) + " %.\n";
  }

  private static String table(List<Results> results) {
    List<String> peers = columns(results);
    List<Column<Results>> columns = new ArrayList<>();
    columns.add(new Column<>("row", r -> r.row.id()));
    columns.add(new Column<>("operation", r -> r.row.text() + ", " + r.row.unit().symbol));
    for (String peer : peers) {
      columns.add(
          new Column<>(
              peer, r -> r.has(peer) ? Statistics.describe(r.times(peer)) : missing(r, peer)));
    }
    if (peers.stream().anyMatch(Row.WAYS::contains)) {
      columns.add(
          new Column<>("adaptive / best fixed", r -> ratioTo(r.bestFixedWay(), r, Row.ADAPTIVE)));
      return write(columns, results);
    }
    if (peers.contains(Row.BASE)) {
      columns.add(new Column<>("goprims / base", r -> ratio(r, Row.GOPRIMS, Row.BASE)));
    }
    if (peers.contains(Row.GO)) {
      columns.add(new Column<>("goprims / Go", r -> ratio(r, Row.GOPRIMS, Row.GO)));
    }
    if (peers.contains(Row.KOTLIN)) {
      columns.add(new Column<>("goprims / Kotlin", r -> ratio(r, Row.GOPRIMS, Row.KOTLIN)));
    }
    columns.add(
        new Column<>("goprims / best JVM peer", r -> ratioTo(r.bestJvmPeer(), r, Row.GOPRIMS)));
    if (peers.stream().anyMatch(Row.FLOORS::contains)) {
      columns.add(new Column<>("goprims / floor", r -> ratioTo(r.bestFloor(), r, Row.GOPRIMS)));
    }
    return write(columns, results);
  }

  /** What it would cost to wait in one way everywhere. */
  private static String summary(List<String> ways, List<Results> results) {
    List<Column<String>> columns = new ArrayList<>();
    columns.add(new Column<>("way", way -> way));
    columns.add(
        new Column<>("geometric mean", way -> geometricMean(ratiosToBest(way, results).values())));
    columns.add(new Column<>("worst row", way -> worst(ratiosToBest(way, results))));
    return write(columns, ways);
  }

  /** By row, for the rows that have both. */
  private static Map<String, Double> ratiosToBest(String way, List<Results> results) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (Results row : results) {
      List<Double> rounds = row.bestFixedWay().map(best -> row.ratios(way, best)).orElse(List.of());
      if (!rounds.isEmpty()) {
        ratios.put(row.row.id(), Statistics.median(rounds));
      }
    }
    return ratios;
  }

  private static String geometricMean(Collection<Double> ratios) {
    return ratios.isEmpty() ? NONE : Statistics.number(Statistics.geometricMean(ratios));
  }

  private static String worst(Map<String, Double> ratios) {
    return ratios.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(row -> Statistics.number(row.getValue()) + " " + row.getKey())
        .orElse(NONE);
  }

  private static String allocations(List<Results> results) {
    List<Column<Results>> columns = new ArrayList<>();
    columns.add(new Column<>("row", r -> r.row.id()));
    for (String peer : columns(results)) {
      columns.add(
          new Column<>(
              peer,
              r ->
                  allocates(r, peer) ? Statistics.number(Statistics.median(r.bytes(peer))) : NONE));
    }
    return write(columns, results);
  }

  private static boolean allocates(Results results, String peer) {
    return results.has(peer) && !results.bytes(peer).isEmpty();
  }

  private static List<String> columns(List<Results> results) {
    Set<String> peers = new LinkedHashSet<>();
    results.forEach(r -> peers.addAll(r.peers));
    return List.copyOf(peers);
  }

  private static String missing(Results results, String peer) {
    return results.peers.contains(peer) ? "failed" : NONE;
  }

  private static String ratioTo(Optional<String> best, Results results, String peer) {
    return best.filter(other -> results.has(peer))
        .map(other -> ratio(results, peer, other) + " " + other)
        .orElse(NONE);
  }

  private static String ratio(Results results, String peer, String other) {
    List<Double> ratios = results.ratios(peer, other);
    return ratios.isEmpty() ? NONE : Statistics.describe(ratios);
  }

  private static <T> String write(List<Column<T>> columns, List<T> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::title).toList());
    rows.forEach(row -> lines.add(columns.stream().map(c -> c.cell.apply(row)).toList()));
    int[] widths = new int[columns.size()];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    lines.add(1, columns.stream().map(c -> "-".repeat(widths[columns.indexOf(c)])).toList());
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        text.append("| ")
            .append(line.get(i))
            .append(" ".repeat(widths[i] - line.get(i).length()))
            .append(' ');
      }
      text.append("|\n");
    }
    return text.toString();
  }

  private record Column<T>(String title, Function<T, String> cell) {}
}
