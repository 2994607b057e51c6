package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.TimerBenchmark;
import io.github.goprims.benchmarks.runner.Row.Go;
import io.github.goprims.benchmarks.runner.Row.Java;
import java.util.List;
import java.util.Map;

/** Rows of timers. */
final class TimerRows {
  private TimerRows() {}

  /** Adds them, in the order of the table. */
  static void addTo(List<Row> rows) {
    for (int setters : new int[] {1, 2}) {
      rows.add(timer("timer-0", 0, setters));
      rows.add(timer("timer-100k", 100_000, setters));
    }
    rows.add(timerBulk());
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
        Row.Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(Row.GOPRIMS, Row.GO, "stpe"),
        List.of("agrona", "scheduler"));
  }
}
