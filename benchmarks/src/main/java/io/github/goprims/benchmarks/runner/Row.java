package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.ChainBenchmark;
import io.github.goprims.benchmarks.ContextBenchmark;
import io.github.goprims.benchmarks.CreationBenchmark;
import io.github.goprims.benchmarks.ManyPairsBenchmark;
import io.github.goprims.benchmarks.PingPongBenchmark;
import io.github.goprims.benchmarks.SelectBenchmark;
import io.github.goprims.benchmarks.SieveBenchmark;
import io.github.goprims.benchmarks.StreamBenchmark;
import io.github.goprims.benchmarks.TimerBenchmark;
import io.github.goprims.benchmarks.UncontendedBenchmark;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of the table: a program in Java, to be run by each JVM peer, and its twin in Go.
 *
 * @param id the short name by which a row is chosen
 * @param text what one operation is
 * @param capacity of the channels; in other rows, how many timers are pending, or contexts there
 * @param unit of the scores
 * @param java the Java program
 * @param go the Go program
 * @param allocation whether allocated bytes are measured without being asked for
 * @param peers that run by default; Go comes second
 * @param morePeers that run when asked for
 */
record Row(
    String id,
    String text,
    int capacity,
    Unit unit,
    Java java,
    Go go,
    boolean allocation,
    List<String> peers,
    List<String> morePeers) {

  static final String GOPRIMS = "goprims";
  static final String GO = "go";

  /** The goprims of another build. */
  static final String BASE = "base";

  /** Another way to select, which makes its cases anew each time. */
  static final String FIRST = "goprims-first";

  /** The columns that are no peers of goprims. */
  static final Set<String> OURS = Set.of(GOPRIMS, BASE, FIRST);

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

  /** A benchmark method, and its parameters besides peer and capacity. */
  record Java(String benchmark, Map<String, String> shape) {
    Java(Class<?> type, String method) {
      this(type.getName() + "." + method, Map.of());
    }

    Java(Class<?> type, String method, String parameter, int value) {
      this(type.getName() + "." + method, Map.of(parameter, String.valueOf(value)));
    }
  }

  /** A workload of the Go program, with as many operations to a run as the Java program has. */
  record Go(String workload, int operations, int workers) {}

  /** All rows, in the order of the table. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(pingPong());
    for (int capacity : new int[] {0, 1, 16, 100}) {
      rows.add(stream("stream", 1, capacity));
    }
    for (int capacity : new int[] {0, 16, 100}) {
      rows.add(stream("mpmc4", 4, capacity));
    }
    for (int capacity : new int[] {0, 16, 100}) {
      rows.add(stream("mpmc100", 100, capacity));
    }
    rows.add(sieve(0));
    rows.add(sieve(16));
    for (int channels : new int[] {100, 1000}) {
      rows.add(chain(channels, 0));
      rows.add(chain(channels, 16));
    }
    rows.add(manyPairs(0));
    rows.add(manyPairs(16));
    rows.add(uncontended("pair", "send and receive by one thread", "pair", 16));
    rows.add(uncontended("try", "trySend and tryReceive", "tryPair", 16).alsoWith("jctools"));
    rows.add(uncontended("try-empty", "tryReceive in vain", "tryEmpty", 0));
    rows.add(uncontended("try-empty", "tryReceive in vain", "tryEmpty", 16).alsoWith("jctools"));
    for (int channels : new int[] {2, 5, 8}) {
      rows.add(select(channels, 0));
      rows.add(select(channels, 16));
    }
    rows.add(selectDefault(1));
    rows.add(selectDefault(2));
    rows.add(creation(0));
    rows.add(creation(16).alsoWith("jctools"));
    for (int setters : new int[] {1, 2}) {
      rows.add(timer("timer-0", 0, setters));
      rows.add(timer("timer-100k", 100_000, setters));
    }
    rows.add(timerBulk());
    rows.add(
        ofContexts(
            "context-cancel",
            "derive a context and cancel it",
            0,
            new Java(ContextBenchmark.class, "deriveAndCancel"),
            new Go("derivecancel", ContextBenchmark.REQUESTS, 1)));
    for (int children : new int[] {10_000, 1_000_000}) {
      rows.add(
          ofContexts(
              "context-tree" + (children == 10_000 ? "10k" : "1M"),
              "cancel a context, for each of its children: " + children,
              children,
              new Java(ContextBenchmark.class, "cancelAll"),
              new Go("cancelall", ContextBenchmark.CHILDREN, 1)));
    }
    rows.add(
        ofContexts(
            "context-done",
            "ask a live context whether it has ended",
            0,
            new Java(ContextBenchmark.class, "isDone"),
            new Go("isdone", ContextBenchmark.LOOKS, 1)));
    for (int depth : new int[] {10, 100}) {
      rows.add(
          ofContexts(
              "context-value" + depth,
              "look up a value, the outermost of: " + depth,
              depth,
              new Java(ContextBenchmark.class, "value"),
              new Go("value", ContextBenchmark.LOOKS, 1)));
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
    List<String> known = allPeers();
    return wanted.contains("all") ? known : known.stream().filter(wanted::contains).toList();
  }

  List<String> allPeers() {
    List<String> all = new ArrayList<>(peers);
    all.addAll(morePeers);
    return all;
  }

  private static Row pingPong() {
    return row(
        "pingpong",
        "round trip over two channels",
        0,
        new Java(PingPongBenchmark.class, "roundTrip"),
        new Go("pingpong", PingPongBenchmark.ROUND_TRIPS, 1));
  }

  private static Row stream(String id, int pairs, int capacity) {
    return row(
        id + "-" + capacity,
        "transfer, senders x receivers: " + pairs + " x " + pairs,
        capacity,
        new Java(StreamBenchmark.class, "transfer", "pairs", pairs),
        new Go("stream", StreamBenchmark.TRANSFERS, pairs));
  }

  private static Row sieve(int capacity) {
    return row(
            "sieve-" + capacity,
            "sieve of 500 primes",
            capacity,
            new Java(SieveBenchmark.class, "sieve"),
            new Go("sieve", 1, 1))
        .inMilliseconds();
  }

  private static Row chain(int channels, int capacity) {
    return row(
        "chain" + channels + "-" + capacity,
        "hop in a chain of " + channels,
        capacity,
        new Java(ChainBenchmark.class, "hop", "channels", channels),
        new Go("chain", ChainBenchmark.HOPS, channels));
  }

  private static Row manyPairs(int capacity) {
    int pairs = 10_000;
    return row(
        "pairs10k-" + capacity,
        "transfer, 50 by each of 10,000 pairs",
        capacity,
        new Java(ManyPairsBenchmark.class, "transfer", "pairs", pairs),
        new Go("manypairs", ManyPairsBenchmark.TRANSFERS, pairs));
  }

  private static Row uncontended(String id, String text, String method, int capacity) {
    return row(
        id + "-" + capacity,
        text,
        capacity,
        new Java(UncontendedBenchmark.class, method),
        new Go(method.toLowerCase(Locale.ROOT), UncontendedBenchmark.OPERATIONS, 1));
  }

  private static Row select(int channels, int capacity) {
    return row(
            "select" + channels + "-" + capacity,
            "select from " + channels + " busy channels",
            capacity,
            new Java(SelectBenchmark.class, "receiveAny", "channels", channels),
            new Go("select", SelectBenchmark.SELECTS, channels))
        .ofPeersWithSelect();
  }

  private static Row selectDefault(int channels) {
    return row(
            "select-default" + channels,
            "select with default, empty channels: " + channels,
            0,
            new Java(SelectBenchmark.class, "tryReceiveAny", "channels", channels),
            new Go("selectdefault", SelectBenchmark.MISSES, channels))
        .ofPeersWithSelect();
  }

  private static Row creation(int capacity) {
    return row(
            "make-" + capacity,
            "make a channel",
            capacity,
            new Java(CreationBenchmark.class, "make"),
            new Go("make", CreationBenchmark.OPERATIONS, 1))
        .withAllocation();
  }

  private static Row timer(String id, int pending, int setters) {
    return ofTimers(
        id + "-x" + setters,
        "set a timer and cancel it, pending: " + pending + ", threads: " + setters,
        pending,
        new Java(
            TimerBenchmark.class.getName() + ".setAndCancel",
            Map.of("pending", String.valueOf(pending), "setters", String.valueOf(setters))),
        new Go("timer", TimerBenchmark.OPERATIONS, setters));
  }

  private static Row timerBulk() {
    return ofTimers(
        "timer-bulk",
        "set a timer and cancel it, all 1,000,000 set first",
        0,
        new Java(
            TimerBenchmark.class.getName() + ".setAllThenCancelAll",
            Map.of("pending", "0", "setters", "1")),
        new Go("timerbulk", TimerBenchmark.OPERATIONS, 1));
  }

  private static Row ofTimers(String id, String text, int pending, Java java, Go go) {
    return new Row(
        id,
        text,
        pending,
        Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(GOPRIMS, GO, "stpe"),
        List.of("agrona", "scheduler"));
  }

  private static Row ofContexts(String id, String text, int size, Java java, Go go) {
    return new Row(
        id,
        text,
        size,
        Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(GOPRIMS, GO, "grpc"),
        List.of("grpc-bare"));
  }

  private static Row row(String id, String text, int capacity, Java java, Go go) {
    return new Row(
        id,
        text + (capacity == 0 ? ", unbuffered" : ", capacity " + capacity),
        capacity,
        Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(GOPRIMS, GO, "jox", capacity == 0 ? "syncq" : "abq"),
        capacity == 0 ? List.of("syncq-unfair", "ltq") : List.of("lbq"));
  }

  private Row inMilliseconds() {
    return new Row(id, text, capacity, Unit.MILLISECONDS, java, go, allocation, peers, morePeers);
  }

  private Row withAllocation() {
    return new Row(id, text, capacity, unit, java, go, true, peers, morePeers);
  }

  private Row ofPeersWithSelect() {
    List<String> usual = List.of(GOPRIMS, GO, "jox");
    List<String> more = List.of(FIRST);
    return new Row(id, text, capacity, unit, java, go, allocation, usual, more);
  }

  private Row alsoWith(String peer) {
    List<String> more = new ArrayList<>(morePeers);
    more.add(peer);
    return new Row(id, text, capacity, unit, java, go, allocation, peers, List.copyOf(more));
  }
}
