package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of the table: a program in Java, to be run by each JVM peer, and its twin in Go.
 *
 * @param id the short name by which a row is chosen
 * @param text what one operation is
 * @param capacity of the channels; in other rows, the number that the text tells
 * @param unit of the scores
 * @param java the Java program
 * @param go the Go program
 * @param allocation whether allocated bytes are measured without being asked for
 * @param peers that run by default; Go comes second
 * @param morePeers that run when asked for
 * @param curve the curve that the row is a point of, if it is one
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
    List<String> morePeers,
    Optional<Curve> curve) {

  static final String GOPRIMS = "goprims";
  static final String GO = "go";

  /** Coroutines, which are no threads: like Go beside the JVM peers, not among them. */
  static final String KOTLIN = "kotlin";

  /** The goprims of another build. */
  static final String BASE = "base";

  /** Another way to select, which makes its cases anew each time. */
  static final String FIRST = "goprims-first";

  /** What counts the same tasks without their failures. */
  static final String WAIT_GROUP = "goprims-waitgroup";

  /** What the JVM alone takes, by what a thread does before it parks: see FloorCounter. */
  static final List<String> FLOORS = List.of("floor-park", "floor-yield", "floor-spin");

  /** A switch of threads and nothing else: see RingBenchmark. */
  static final String SWITCH = "floor-switch";

  /** A part of goprims by itself, or goprims used in another way. */
  static final List<String> OF_OURS = List.of("scheduler", "goprims-add");

  /** gRPC's contexts without a listener, which no parent ends: what it cancels is nothing. */
  static final String BARE = "grpc-bare";

  /** The columns that are no peers of goprims. */
  static final Set<String> NO_PEERS =
      Stream.of(List.of(GOPRIMS, KOTLIN, BASE, FIRST, WAIT_GROUP, SWITCH, BARE), OF_OURS, FLOORS)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** What goprims does before a thread parks, if nothing else is asked for: it learns. */
  static final String ADAPTIVE = "adaptive";

  /** What it does if asked for, always; with {@link #ADAPTIVE} the words of goprims.waiting. */
  static final List<String> FIXED_WAYS = List.of("yield", "park", "look", "long-look");

  static final List<String> WAYS = Stream.concat(Stream.of(ADAPTIVE), FIXED_WAYS.stream()).toList();

  /**
   * Of the scores: time is measured in nanoseconds, memory in bytes, and both are shown in this.
   */
  enum Unit {
    NANOSECONDS("ns", 1),
    MILLISECONDS("ms", 1e6),
    BYTES("bytes", 1);

    final String symbol;

    /** How many nanoseconds, or bytes, one of this is. */
    final double size;

    Unit(String symbol, double size) {
      this.symbol = symbol;
      this.size = size;
    }
  }

  /**
   * What a row is a point of: how the cost of one operation grows with a size.
   *
   * @param name that the points of one curve share
   * @param title what is measured
   * @param axis what the size counts
   * @param x the size at this point
   */
  record Curve(String name, String title, String axis, double x) {}

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

  /** A row that is a point of no curve. */
  Row(
      String id,
      String text,
      int capacity,
      Unit unit,
      Java java,
      Go go,
      boolean allocation,
      List<String> peers,
      List<String> morePeers) {
    this(id, text, capacity, unit, java, go, allocation, peers, morePeers, Optional.empty());
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

  Row inMilliseconds() {
    return new Row(
        id, text, capacity, Unit.MILLISECONDS, java, go, allocation, peers, morePeers, curve);
  }

  Row withAllocation() {
    return new Row(id, text, capacity, unit, java, go, true, peers, morePeers, curve);
  }

  Row ofPeersWithSelect() {
    List<String> usual = List.of(GOPRIMS, GO, "jox");
    List<String> more = List.of(FIRST);
    return new Row(id, text, capacity, unit, java, go, allocation, usual, more, curve);
  }

  /** With the floors among the usual peers: the channels here have one sender and one receiver. */
  Row withFloors() {
    return alsoUsually(FLOORS);
  }

  Row alsoUsually(List<String> others) {
    List<String> usual = new ArrayList<>(peers);
    usual.addAll(others);
    return new Row(
        id, text, capacity, unit, java, go, allocation, List.copyOf(usual), morePeers, curve);
  }

  /** With goprims alone, in each of its ways to wait. */
  Row byWays() {
    return new Row(id, text, capacity, unit, java, go, allocation, WAYS, List.of(), curve);
  }

  Row onCurve(Curve its) {
    return new Row(
        id, text, capacity, unit, java, go, allocation, peers, morePeers, Optional.of(its));
  }

  Row alsoWith(String peer) {
    List<String> more = new ArrayList<>(morePeers);
    more.add(peer);
    return new Row(id, text, capacity, unit, java, go, allocation, peers, List.copyOf(more), curve);
  }
}
