package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.ChainBenchmark;
import io.github.goprims.benchmarks.ContextBenchmark;
import io.github.goprims.benchmarks.CreationBenchmark;
import io.github.goprims.benchmarks.ErrGroupBenchmark;
import io.github.goprims.benchmarks.LockBenchmark;
import io.github.goprims.benchmarks.ManyPairsBenchmark;
import io.github.goprims.benchmarks.OnceBenchmark;
import io.github.goprims.benchmarks.PingPongBenchmark;
import io.github.goprims.benchmarks.PoolBenchmark;
import io.github.goprims.benchmarks.ReadWriteBenchmark;
import io.github.goprims.benchmarks.SelectBenchmark;
import io.github.goprims.benchmarks.SemaphoreBenchmark;
import io.github.goprims.benchmarks.SieveBenchmark;
import io.github.goprims.benchmarks.SingleFlightBenchmark;
import io.github.goprims.benchmarks.StreamBenchmark;
import io.github.goprims.benchmarks.TasksBenchmark;
import io.github.goprims.benchmarks.TimerBenchmark;
import io.github.goprims.benchmarks.UncontendedBenchmark;
import io.github.goprims.benchmarks.runner.Row.Go;
import io.github.goprims.benchmarks.runner.Row.Java;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The lines of the table. */
final class Rows {

  private static final List<String> KINDS = List.of("virtual", "platform");

  /** Of rows without Go: what they would need is not in its standard library. */
  private static final Go NO_GO = new Go("none", 0, 0);

  private Rows() {}

  /** All rows, in the order of the table. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
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
    addLocks(rows);
    addSemaphores(rows);
    addTasks(rows);
    addPools(rows);
    addFlights(rows);
    return List.copyOf(rows);
  }

  /** The rows that any of the patterns names, whole or by a regular expression found in the id. */
  static List<Row> chosen(List<String> patterns) {
    if (patterns.isEmpty()) {
      return all();
    }
    Set<Row> rows = new LinkedHashSet<>();
    for (String pattern : patterns) {
      List<Row> exact = all().stream().filter(row -> row.id().equals(pattern)).toList();
      Pattern part = Pattern.compile(pattern);
      List<Row> found =
          exact.isEmpty()
              ? all().stream().filter(r -> part.matcher(r.id()).find()).toList()
              : exact;
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no row matches '" + pattern + "'; --list shows them");
      }
      rows.addAll(found);
    }
    return List.copyOf(rows);
  }

  private static Row pingPong() {
    return row(
            "pingpong",
            "round trip over two channels",
            0,
            new Java(PingPongBenchmark.class, "roundTrip"),
            new Go("pingpong", PingPongBenchmark.ROUND_TRIPS, 1))
        .withFloors();
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
        .inMilliseconds()
        .withFloors();
  }

  private static Row chain(int channels, int capacity) {
    return row(
            "chain" + channels + "-" + capacity,
            "hop in a chain of " + channels,
            capacity,
            new Java(ChainBenchmark.class, "hop", "channels", channels),
            new Go("chain", ChainBenchmark.HOPS, channels))
        .withFloors();
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
        Row.Unit.NANOSECONDS,
        java,
        go,
        false,
        List.of(Row.GOPRIMS, Row.GO, "stpe"),
        List.of("agrona", "scheduler"));
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
        List.of("grpc-bare"));
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
            List.of("stamped", "semaphore")));
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
                  List.of("stamped", "semaphore")));
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
              limit == 0 ? List.of("sts") : List.of()));
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
