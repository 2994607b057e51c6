package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.CloseBenchmark;
import io.github.goprims.benchmarks.ContextBenchmark;
import io.github.goprims.benchmarks.LockBenchmark;
import io.github.goprims.benchmarks.ManyChannelsBenchmark;
import io.github.goprims.benchmarks.MemoryBenchmark;
import io.github.goprims.benchmarks.SelectBenchmark;
import io.github.goprims.benchmarks.StreamBenchmark;
import io.github.goprims.benchmarks.TimerBenchmark;
import io.github.goprims.benchmarks.WakeBenchmark;
import io.github.goprims.benchmarks.runner.Row.Curve;
import io.github.goprims.benchmarks.runner.Row.Go;
import io.github.goprims.benchmarks.runner.Row.Java;
import io.github.goprims.benchmarks.runner.Row.Unit;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Rows that are points of curves: how the cost of one operation grows with a size. */
final class CurveRows {
  /** Whose points these are; one curve after the other. */
  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              "channels",
              "send and receive, each time on another channel",
              "channels, capacity 1",
              List.of("jox", "abq"),
              List.of(),
              Unit.NANOSECONDS,
              List.of(1, 100, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      1,
                      new Java(ManyChannelsBenchmark.class, "pair", "channels", n),
                      new Go("manychannels", ManyChannelsBenchmark.OPERATIONS, n))),
          new Family(
              "channel-bytes",
              "heap of a channel that has been used",
              "channels, capacity 1",
              List.of("jox", "abq"),
              List.of(),
              Unit.BYTES,
              List.of(1_000, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      1,
                      new Java(MemoryBenchmark.class, "channel", "channels", n),
                      new Go("channelbytes", 1, n))),
          new Family(
              "wake",
              "send to one of many that wait to receive",
              "threads that wait on one channel",
              List.of("jox", "syncq"),
              List.of(),
              Unit.NANOSECONDS,
              List.of(1, 10, 100, 1_000, 10_000, 100_000),
              n ->
                  new Program(
                      0,
                      new Java(WakeBenchmark.class, "send", "waiters", n),
                      new Go("wake", WakeBenchmark.SENDS, n))),
          new Family(
              "close",
              "close a channel, for each thread that it wakes and that ends",
              "threads that wait on one channel",
              List.of("jox", "cdl"),
              List.of(),
              Unit.NANOSECONDS,
              List.of(1, 10, 100, 1_000, 10_000, 100_000),
              n ->
                  new Program(
                      n,
                      new Java(CloseBenchmark.class, "openAll"),
                      new Go("closeall", CloseBenchmark.WAITERS, 1))),
          new Family(
              "select",
              "select from unbuffered channels that all have a busy sender",
              "cases",
              List.of("jox"),
              List.of(Row.KOTLIN),
              Unit.NANOSECONDS,
              List.of(2, 4, 8, 16, 64, 256),
              n ->
                  new Program(
                      0,
                      new Java(SelectBenchmark.class, "receiveAny", "channels", n),
                      new Go("select", SelectBenchmark.SELECTS, n))),
          new Family(
              "select-one",
              "select from unbuffered channels of which one has a sender",
              "cases",
              List.of("jox"),
              List.of(Row.KOTLIN),
              Unit.NANOSECONDS,
              List.of(2, 4, 8, 16, 64, 256),
              n ->
                  new Program(
                      0,
                      new Java(SelectBenchmark.class, "receiveFromOne", "channels", n),
                      new Go("selectone", SelectBenchmark.SELECTS, n))),
          new Family(
              "children",
              "cancel a context, for each of its children",
              "children of one context",
              List.of("grpc"),
              List.of(),
              Unit.NANOSECONDS,
              List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      n,
                      new Java(ContextBenchmark.class, "cancelAll"),
                      new Go("cancelall", ContextBenchmark.CHILDREN, 1))),
          new Family(
              "siblings",
              "derive a context and cancel it, beside others that live",
              "living children of the parent",
              List.of("grpc"),
              List.of(),
              Unit.NANOSECONDS,
              List.of(10, 100, 1_000, 10_000, 100_000),
              n ->
                  new Program(
                      n,
                      new Java(ContextBenchmark.class, "deriveAndCancelBesideOthers"),
                      new Go("siblings", ContextBenchmark.REQUESTS, 1))),
          new Family(
              "timers",
              "set a timer and cancel it, while others are pending",
              "pending timers",
              List.of("stpe"),
              List.of(),
              Unit.NANOSECONDS,
              List.of(1, 100, 1_000, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      n,
                      new Java(
                          TimerBenchmark.class.getName() + ".setAndCancel",
                          Map.of("pending", String.valueOf(n), "setters", "1")),
                      new Go("timer", TimerBenchmark.OPERATIONS, 1))),
          new Family(
              "parked-heap",
              "heap of a thread that waits to receive, its stack included",
              "parked threads",
              List.of("jox", "syncq", "floor-park"),
              List.of(),
              Unit.BYTES,
              List.of(1_000, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      0,
                      new Java(MemoryBenchmark.class, "parkedHeap", "threads", n),
                      new Go("parkedheap", 1, n))),
          new Family(
              "parked-resident",
              "memory of the process for a thread that waits to receive",
              "parked threads",
              List.of("jox", "syncq", "floor-park"),
              List.of(),
              Unit.BYTES,
              List.of(1_000, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      0,
                      new Java(MemoryBenchmark.class, "parkedResident", "threads", n),
                      new Go("parkedresident", 1, n))),
          new Family(
              "capacity",
              "transfer, one sender and one receiver",
              "capacity of the channel",
              List.of("jox", "abq"),
              List.of(Row.KOTLIN),
              Unit.NANOSECONDS,
              List.of(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000),
              n ->
                  new Program(
                      n,
                      new Java(StreamBenchmark.class, "transfer", "pairs", 1),
                      new Go("stream", StreamBenchmark.TRANSFERS, 1))),
          new Family(
              "mutex",
              "lock and unlock, with some computing inside and outside",
              "virtual threads",
              List.of("reentrant"),
              List.of(Row.KOTLIN),
              Unit.NANOSECONDS,
              List.of(1, 2, 10, 100, 1_000),
              n ->
                  new Program(
                      20,
                      new Java(
                          LockBenchmark.class.getName() + ".contended",
                          Map.of("kind", "virtual", "threads", String.valueOf(n))),
                      new Go("contended", LockBenchmark.OPERATIONS, n))));

  private CurveRows() {}

  /** Adds them, curve by curve. */
  static void addTo(List<Row> rows) {
    FAMILIES.forEach(family -> family.addTo(rows));
  }

  /**
   * What is run for one point.
   *
   * @param capacity as in {@link Row}
   */
  private record Program(int capacity, Java java, Go go) {}

  /** The rows of one curve; sizes are the points. */
  private record Family(
      String name,
      String title,
      String axis,
      List<String> jvmPeers,
      List<String> morePeers,
      Unit unit,
      List<Integer> sizes,
      IntFunction<Program> program) {

    void addTo(List<Row> rows) {
      for (int size : sizes) {
        Program point = program.apply(size);
        rows.add(
            new Row(
                    "curve-" + name + "-" + shortened(size),
                    title + "; " + axis + ": " + size,
                    point.capacity,
                    unit,
                    point.java,
                    point.go,
                    false,
                    peers(),
                    morePeers)
                .onCurve(new Curve(name, title, axis, size)));
      }
    }

    private List<String> peers() {
      return Stream.concat(Stream.of(Row.GOPRIMS, Row.GO), jvmPeers.stream()).toList();
    }

    private static String shortened(int size) {
      if (size >= 1_000_000) {
        return size / 1_000_000 + "M";
      }
      return size >= 1_000 ? size / 1_000 + "k" : String.valueOf(size);
    }
  }
}
