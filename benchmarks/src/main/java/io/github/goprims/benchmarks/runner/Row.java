package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.PingPongBenchmark;
import io.github.goprims.benchmarks.StreamBenchmark;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of the table: a program in Java, to be run by each JVM peer, and its twin in Go.
 *
 * @param id the short name by which a row is chosen
 * @param text what one operation is
 * @param unit of the scores
 * @param benchmark class and method of the Java program
 * @param parameters of the benchmark, without the peer
 * @param go flags of the Go program, or empty if Go has no counterpart
 * @param allocation whether to measure allocated bytes, too, without being asked
 * @param peers that run by default; Go comes second, if it takes part
 * @param morePeers that run when asked for
 */
record Row(
    String id,
    String text,
    Unit unit,
    String benchmark,
    Map<String, String> parameters,
    List<String> go,
    boolean allocation,
    List<String> peers,
    List<String> morePeers) {

  static final String GOPRIMS = "goprims";
  static final String GO = "go";

  /** The goprims of another build. */
  static final String BASE = "base";

  /** Of the scores; measured in nanoseconds, shown in this. */
  enum Unit {
    NANOSECONDS("ns", 1),
    MILLISECONDS("ms", 1e6);

    final String symbol;
    final double nanos;

    Unit(String symbol, double nanos) {
      this.symbol = symbol;
      this.nanos = nanos;
    }
  }

  /** All rows, in the order of the table. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(pingPong());
    for (int capacity : new int[] {0, 1, 16, 100}) {
      rows.add(stream("stream-" + capacity, 1, capacity));
    }
    for (int capacity : new int[] {0, 16, 100}) {
      rows.add(stream("mpmc4-" + capacity, 4, capacity));
    }
    for (int capacity : new int[] {0, 16, 100}) {
      rows.add(stream("mpmc100-" + capacity, 100, capacity));
    }
    return List.copyOf(rows);
  }

  /** The rows that any of the patterns names, whole or by a regular expression found in the id. */
  static List<Row> chosen(List<String> patterns) {
    if (patterns.isEmpty()) {
      return all();
    }
    Set<Row> rows = new LinkedHashSet<>();
    for (String pattern : patterns) {
      List<Row> exact = all().stream().filter(row -> row.id.equals(pattern)).toList();
      Pattern part = Pattern.compile(pattern);
      List<Row> found =
          exact.isEmpty() ? all().stream().filter(r -> part.matcher(r.id).find()).toList() : exact;
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no row matches '" + pattern + "'; --list shows them");
      }
      rows.addAll(found);
    }
    return List.copyOf(rows);
  }

  /** The peers of this row that take part; {@code wanted} empty means the usual ones. */
  List<String> peers(List<String> wanted) {
    if (wanted.isEmpty()) {
      return peers;
    }
    List<String> known = new ArrayList<>(peers);
    known.addAll(morePeers);
    return wanted.contains("all") ? known : known.stream().filter(wanted::contains).toList();
  }

  private static Row pingPong() {
    return new Row(
        "pingpong",
        "round trip over two unbuffered channels",
        Unit.NANOSECONDS,
        method(PingPongBenchmark.class, "roundTrip"),
        Map.of(),
        go("pingpong", 0, PingPongBenchmark.ROUND_TRIPS, 1),
        false,
        usualPeers(0),
        morePeers(0));
  }

  private static Row stream(String id, int pairs, int capacity) {
    return new Row(
        id,
        "transfer, "
            + pairs
            + (pairs == 1 ? " sender, " : " senders, ")
            + pairs
            + (pairs == 1 ? " receiver, " : " receivers, ")
            + describe(capacity),
        Unit.NANOSECONDS,
        method(StreamBenchmark.class, "transfer"),
        Map.of("capacity", "" + capacity, "pairs", "" + pairs),
        go("stream", capacity, StreamBenchmark.TRANSFERS, pairs),
        false,
        usualPeers(capacity),
        morePeers(capacity));
  }

  private static List<String> usualPeers(int capacity) {
    return List.of(GOPRIMS, GO, "jox", capacity == 0 ? "syncq" : "abq");
  }

  private static List<String> morePeers(int capacity) {
    return capacity == 0 ? List.of("syncq-unfair", "ltq") : List.of("lbq");
  }

  private static String describe(int capacity) {
    return capacity == 0 ? "unbuffered" : "capacity " + capacity;
  }

  private static String method(Class<?> benchmark, String name) {
    return benchmark.getName() + "." + name;
  }

  private static List<String> go(String workload, int capacity, int operations, int workers) {
    return List.of(
        "-workload=" + workload,
        "-capacity=" + capacity,
        "-n=" + operations,
        "-workers=" + workers);
  }
}
