package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Results that nobody has measured. */
final class MadeUp {
  private MadeUp() {}

  static Peer peer(String name, Kind kind, Double... rounds) {
    return new Peer(name, kind, Arrays.asList(rounds), null);
  }

  static Line row(String name, Peer... peers) {
    return new Line(name, "Channels", "transfer of " + name, "ns", null, List.of(peers));
  }

  /** Twice as fast as Go, half as fast as Jox, as fast as the floor. */
  static Line usualRow(String name) {
    return row(
        name,
        peer("goprims", Kind.OURS, 100.0, 110.0, 90.0),
        peer("go", Kind.GO, 200.0, 200.0, 200.0),
        peer("jox", Kind.JVM, 50.0, 50.0, 50.0),
        peer("syncq", Kind.JVM, 400.0, null, 410.0),
        peer("floor-park", Kind.FLOOR, 100.0, 100.0, 100.0));
  }

  /** A curve on which each peer grows by a factor of its own. */
  static List<Line> curve(String name, double... sizes) {
    List<Line> points = new ArrayList<>();
    for (double x : sizes) {
      points.add(
          new Line(
              name + "-" + (long) x,
              "Channels",
              "hop",
              "ns",
              new Line.Point(name, "A hop by the number of channels", "channels", x),
              List.of(
                  peer("goprims", Kind.OURS, 100.0, 120.0),
                  peer("go", Kind.GO, 100 * Math.sqrt(x), 110 * Math.sqrt(x)),
                  peer("jox", Kind.JVM, 101.0, 102.0),
                  peer("syncq", Kind.JVM, 102.0, 103.0))));
    }
    return points;
  }

  static Distribution distribution() {
    return new Distribution(
        "lock-bypass",
        "How often others get the lock",
        "two hogs",
        "holds",
        List.of(
            Distribution.Sample.of("goprims", Kind.OURS, 200, List.of(values(200, 0.005))),
            Distribution.Sample.of("stamped", Kind.JVM, 200, List.of(values(150, 9)))));
  }

  private static double[] values(int count, double factor) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.floor(i * factor);
    }
    return values;
  }

  static Run run(List<Line> rows, List<Distribution> distributions) {
    return run("abc", "Some Processor", rows, distributions);
  }

  static Run run(
      String programs, String processor, List<Line> rows, List<Distribution> distributions) {
    return new Run(
        new Run.Build(
            "1234567",
            programs,
            "some Java",
            "some Go",
            "Linux x86_64, 2 processors",
            processor,
            "Conditions: none."),
        List.of(
            new Run.Piece(
                "2026-11-28T08:00Z",
                "--peers all",
                3,
                new Spread(9.4, 5.8, 24.7),
                new Spread(0.1, 0, 0.2),
                null)),
        rows,
        distributions);
  }
}
