package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.ErrGroupBenchmark;
import io.github.goprims.benchmarks.LockBenchmark;
import io.github.goprims.benchmarks.OnceBenchmark;
import io.github.goprims.benchmarks.PoolBenchmark;
import io.github.goprims.benchmarks.ReadWriteBenchmark;
import io.github.goprims.benchmarks.SemaphoreBenchmark;
import io.github.goprims.benchmarks.SingleFlightBenchmark;
import io.github.goprims.benchmarks.StartBenchmark;
import io.github.goprims.benchmarks.TasksBenchmark;
import io.github.goprims.benchmarks.runner.Row.Go;
import io.github.goprims.benchmarks.runner.Row.Java;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of locks, semaphores, tasks, pools and flights. */
final class SyncRows {
  private static final List<String> KINDS = List.of("virtual", "platform");

  /** Of rows without Go: what they would need is not in its standard library. */
  private static final Go NO_GO = new Go("none", 0, 0);

  /** StructuredTaskScope, as it was when the benchmark was written: it is a preview. */
  private static final List<String> SCOPES =
      Runtime.version().feature() == 25 ? List.of("sts") : List.of();

  private SyncRows() {}

  /** Adds them, in the order of the table. */
  static void addTo(List<Row> rows) {
    addLocks(rows);
    addSemaphores(rows);
    addTasks(rows);
    addPools(rows);
    addFlights(rows);
  }

  private static void addLocks(List<Row> rows) {
    rows.add(
        ofSync(
            "mutex",
            "lock and unlock, one thread",
            0,
            inThreads(LockBenchmark.class, "uncontended", "virtual", 1),
            new Go("uncontended", LockBenchmark.OPERATIONS, 1),
            List.of(Row.GOPRIMS, Row.GO, "reentrant"),
            List.of("stamped", "semaphore", Row.KOTLIN)));
    for (String kind : KINDS) {
      for (int threads : new int[] {2, 8, 100}) {
        for (int rounds : new int[] {2, 20}) {
          rows.add(
              ofSync(
                  "mutex-" + kind.charAt(0) + threads + (rounds == 2 ? "-short" : "-long"),
                  "lock and unlock, " + threads + " " + kind + " threads",
                  rounds,
                  inThreads(LockBenchmark.class, "contended", kind, threads),
                  new Go("contended", LockBenchmark.OPERATIONS, threads),
                  withGo(kind, "reentrant", "reentrant-fair"),
                  kind.equals("virtual")
                      ? List.of("stamped", "semaphore", Row.KOTLIN)
                      : List.of("stamped", "semaphore")));
        }
      }
    }
    for (String kind : KINDS) {
      for (int threads : new int[] {1, 2, 8}) {
        for (int writes : new int[] {0, 1, 10}) {
          rows.add(
              ofSync(
                  "rwmutex-" + kind.charAt(0) + threads + "-w" + writes,
                  writes + " % writes, " + threads + " " + kind + " threads",
                  writes,
                  inThreads(ReadWriteBenchmark.class, "readAndWrite", kind, threads),
                  new Go("readwrite", ReadWriteBenchmark.OPERATIONS, threads),
                  withGo(kind, "reentrant-rw", "stamped"),
                  List.of()));
        }
      }
    }
  }

  private static void addSemaphores(List<Row> rows) {
    rows.add(
        ofSync(
            "semaphore",
            "acquire and release, one thread",
            1,
            inThreads(SemaphoreBenchmark.class, "uncontended", "virtual", 1),
            NO_GO,
            List.of(Row.GOPRIMS, "semaphore", "semaphore-fair"),
            List.of()));
    for (String kind : KINDS) {
      for (int threads : new int[] {2, 8, 100}) {
        for (int size : threads == 100 ? new int[] {1, 10} : new int[] {1}) {
          rows.add(
              ofSync(
                  "semaphore-" + kind.charAt(0) + threads + "-" + size,
                  "acquire and release, " + threads + " " + kind + " threads, inside: " + size,
                  size,
                  inThreads(SemaphoreBenchmark.class, "contended", kind, threads),
                  NO_GO,
                  List.of(Row.GOPRIMS, "semaphore-fair"),
                  List.of("semaphore")));
        }
      }
    }
  }

  private static void addTasks(List<Row> rows) {
    rows.add(
        ofSync(
            "go",
            "start tasks that nobody keeps: 10,000",
            10_000,
            new Java(StartBenchmark.class, "start"),
            NO_GO,
            List.of(Row.GOPRIMS, "thread"),
            List.of()));
    for (int tasks : new int[] {100, 10_000}) {
      rows.add(
          ofSync(
              "tasks" + (tasks == 100 ? "100" : "10k"),
              "start tasks and wait for all: " + tasks,
              tasks,
              new Java(TasksBenchmark.class, "startAndAwait"),
              new Go("tasks", 1, 1),
              List.of(Row.GOPRIMS, Row.GO, "cdl", "phaser"),
              List.of("goprims-add")));
    }
    for (int limit : new int[] {0, 100}) {
      rows.add(
          ofSync(
              "errgroup10k" + (limit == 0 ? "" : "-limit"),
              "start tasks that might fail and wait for all: 10,000"
                  + (limit == 0 ? "" : ", at once: " + limit),
              10_000,
              new Java(ErrGroupBenchmark.class, "startAndAwait", "limit", limit),
              new Go("errgroup", 1, Math.max(1, limit)),
              limit == 0
                  ? List.of(Row.GOPRIMS, Row.GO, Row.WAIT_GROUP, "executor")
                  : List.of(Row.GOPRIMS, Row.GO),
              limit == 0 ? SCOPES : List.of()));
    }
    rows.add(
        ofSync(
            "once-value",
            "ask for a value computed once",
            0,
            new Java(OnceBenchmark.class, "value"),
            new Go("oncevalue", OnceBenchmark.LOOKS, 1),
            List.of(Row.GOPRIMS, Row.GO, "dcl"),
            List.of()));
    rows.add(
        ofSync(
            "once-run",
            "run an action that has been run",
            0,
            new Java(OnceBenchmark.class, "run"),
            new Go("oncerun", OnceBenchmark.LOOKS, 1),
            List.of(Row.GOPRIMS, Row.GO),
            List.of()));
  }

  private static void addPools(List<Row> rows) {
    for (String kind : KINDS) {
      for (int threads : new int[] {1, 2, 100}) {
        rows.add(
            ofSync(
                "pool-" + kind.charAt(0) + threads,
                "use a pooled buffer of 4 KiB, " + threads + " " + kind + " threads",
                0,
                inThreads(PoolBenchmark.class, "use", kind, threads),
                new Go("pooled", PoolBenchmark.OPERATIONS, threads),
                withGo(kind, "allocation", "netty"),
                List.of()));
      }
    }
  }

  private static void addFlights(List<Row> rows) {
    rows.add(
        ofSync(
            "flight",
            "work for a key that is free, one thread",
            0,
            inThreads(SingleFlightBenchmark.class, "uncontended", "virtual", 1),
            NO_GO,
            List.of(Row.GOPRIMS, "compute", "absent-remove", "future"),
            List.of()));
    for (String kind : KINDS) {
      rows.add(
          ofSync(
              "flight-" + kind.charAt(0) + "100",
              "work of 1,000 rounds for one key, 100 " + kind + " threads",
              1_000,
              inThreads(SingleFlightBenchmark.class, "collapse", kind, 100),
              NO_GO,
              List.of(Row.GOPRIMS, "absent-remove", "future"),
              List.of()));
    }
  }

  private static Java inThreads(Class<?> type, String method, String kind, int threads) {
    return new Java(
        type.getName() + "." + method, Map.of("kind", kind, "threads", String.valueOf(threads)));
  }

  /** Go has no threads of the other kind. */
  private static List<String> withGo(String kind, String... peers) {
    List<String> all = new ArrayList<>(List.of(Row.GOPRIMS));
    if (kind.equals("virtual")) {
      all.add(Row.GO);
    }
    all.addAll(List.of(peers));
    return List.copyOf(all);
  }

  private static Row ofSync(
      String id,
      String text,
      int size,
      Java java,
      Go go,
      List<String> peers,
      List<String> morePeers) {
    return new Row(id, text, size, Row.Unit.NANOSECONDS, java, go, false, peers, morePeers);
  }
}
