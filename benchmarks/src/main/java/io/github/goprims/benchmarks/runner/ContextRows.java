package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.ContextBenchmark;
import io.github.goprims.benchmarks.runner.Row.Go;
import io.github.goprims.benchmarks.runner.Row.Java;
import java.util.List;

/** Rows of contexts. */
final class ContextRows {
  private ContextRows() {}

  /** Adds them, in the order of the table. */
  static void addTo(List<Row> rows) {
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
  }

  private static Row ofContexts(String id, String text, int size, Java java, Go go) {
    return new Row(
        id,
        text,
        size,
        Row.Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(Row.GOPRIMS, Row.GO, "grpc"),
        List.of(Row.BARE));
  }
}
