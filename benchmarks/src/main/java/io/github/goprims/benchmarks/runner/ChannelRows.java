package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.ChainBenchmark;
import io.github.goprims.benchmarks.CreationBenchmark;
import io.github.goprims.benchmarks.ManyPairsBenchmark;
import io.github.goprims.benchmarks.PingPongBenchmark;
import io.github.goprims.benchmarks.RingBenchmark;
import io.github.goprims.benchmarks.SelectBenchmark;
import io.github.goprims.benchmarks.SieveBenchmark;
import io.github.goprims.benchmarks.StreamBenchmark;
import io.github.goprims.benchmarks.UncontendedBenchmark;
import io.github.goprims.benchmarks.runner.Row.Go;
import io.github.goprims.benchmarks.runner.Row.Java;
import java.util.List;
import java.util.Locale;

/** Rows of channels and selects, and what the JVM takes without either. */
final class ChannelRows {
  private ChannelRows() {}

  /** Adds them, in the order of the table. */
  static void addTo(List<Row> rows) {
    for (int threads : new int[] {2, 10, 100}) {
      rows.add(ring(threads));
    }
    rows.add(pingPong());
    for (int capacity : new int[] {0, 1, 16, 100}) {
      rows.add(stream("stream", 1, capacity).withFloors());
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
  }

  private static Row ring(int threads) {
    return row(
            "floor-ring" + threads,
            "hop of a token in a ring of " + threads,
            0,
            new Java(RingBenchmark.class, "hop", "threads", threads),
            new Go("ring", RingBenchmark.HOPS, threads))
        .withFloors()
        .alsoUsually(List.of(Row.SWITCH));
  }

  private static Row pingPong() {
    return row(
            "pingpong",
            "round trip over two channels",
            0,
            new Java(PingPongBenchmark.class, "roundTrip"),
            new Go("pingpong", PingPongBenchmark.ROUND_TRIPS, 1))
        .withFloors()
        .alsoWith(Row.KOTLIN);
  }

  private static Row stream(String id, int pairs, int capacity) {
    return row(
            id + "-" + capacity,
            "transfer, senders x receivers: " + pairs + " x " + pairs,
            capacity,
            new Java(StreamBenchmark.class, "transfer", "pairs", pairs),
            new Go("stream", StreamBenchmark.TRANSFERS, pairs))
        .alsoWith(Row.KOTLIN);
  }

  private static Row sieve(int capacity) {
    return row(
            "sieve-" + capacity,
            "sieve of " + SieveBenchmark.PRIMES + " primes",
            capacity,
            new Java(SieveBenchmark.class, "sieve", "primes", SieveBenchmark.PRIMES),
            new Go("sieve", 1, SieveBenchmark.PRIMES))
        .inMilliseconds()
        .withFloors()
        .alsoWith(Row.KOTLIN);
  }

  private static Row chain(int channels, int capacity) {
    return row(
            "chain" + channels + "-" + capacity,
            "hop in a chain of " + channels,
            capacity,
            new Java(ChainBenchmark.class, "hop", "channels", channels),
            new Go("chain", ChainBenchmark.HOPS, channels))
        .withFloors()
        .alsoWith(Row.KOTLIN);
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
        .ofPeersWithSelect()
        .alsoWith(Row.KOTLIN);
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

  private static Row row(String id, String text, int capacity, Java java, Go go) {
    return new Row(
        id,
        text + (capacity == 0 ? ", unbuffered" : ", capacity " + capacity),
        capacity,
        Row.Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(Row.GOPRIMS, Row.GO, "jox", capacity == 0 ? "syncq" : "abq"),
        capacity == 0 ? List.of("syncq-unfair", "ltq") : List.of("lbq"));
  }
}
