package io.github.goprims.benchmarks.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What to run and how, as the command line says. */
final class Plan {
  static final String USAGE =
      """
      usage: benchmarks/run [ROW…] [OPTION…]
        ROW               a row's name, or a regular expression found in names; none means all but
                          those of curves, '.' all
        --list            print the rows and their peers, run nothing
        --machine         print the machine and how long an idle carrier takes to wake, run nothing
        --curves          cost against size, in three shorter rounds; no ROW means the points of
                          all curves
        --waiting         goprims alone, in each of its ways to wait: these are the peers then;
                          no ROW means those in which threads wait
        --distributions   not the rows, but how often others pass a thread that waits for a lock, and
                          how late alarms ring
        --draw DIR…       run nothing: draw the page of these results, joined if there are several
        --publish DIR…    run nothing: write docs/benchmarks.md, its charts and its figures
        --forks N         rounds: each peer runs once per round, in a JVM of its own (5)
        --peers A,B       only these peers, also those a row leaves out by default; 'all' takes all
        --against JAR     one more column, 'base': the goprims of another build's benchmarks.jar
        --quick           one short round: does it run at all?
        --warmup N        warm-up iterations (3)
        --iterations N    measured iterations (4)
        --millis N        least length of an iteration (500)
        --quiet PERCENT   before each step, wait up to a minute until others use less of the processors
        --burners N       while a peer runs, N threads of another process compute without pause
        --parallelism N   N carriers of virtual threads, and as many processors for Go
        --alloc           measure allocated bytes, too
        --jvm-arg ARG     pass ARG to each measured JVM; repeatable
      environment: GO is the Go command (else go on the PATH), JAVA_HOME a JDK 21 or newer\
      """;

  final List<String> patterns = new ArrayList<>();
  final List<String> peers = new ArrayList<>();
  final List<String> jvmArgs = new ArrayList<>();
  Path results = Path.of("results");
  String goProgram = "";
  String base = "";
  boolean help;
  boolean list;
  boolean machine;
  boolean waiting;
  boolean distributions;
  boolean curves;
  boolean alloc;
  int rounds = 5;
  int warmup = 3;
  int iterations = 4;
  int millis = 500;
  int quietPercent = 1000;
  int burners;

  /** Zero is what the runtimes choose themselves. */
  int parallelism;

  static Plan parse(String... args) {
    Plan plan = new Plan();
    if (List.of(args).contains("--curves")) { // first, so that other options prevail
      plan.rounds = 3;
      plan.warmup = 4;
      plan.iterations = 3;
      plan.millis = 250;
    }
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--help" -> plan.help = true;
        case "--list" -> plan.list = true;
        case "--machine" -> plan.machine = true;
        case "--waiting" -> plan.waiting = true;
        case "--distributions" -> plan.distributions = true;
        case "--alloc" -> plan.alloc = true;
        case "--curves" -> plan.curves = true;
        case "--quick" -> {
          plan.rounds = 1;
          plan.warmup = 2;
          plan.iterations = 2;
          plan.millis = 200;
        }
        case "--forks" -> plan.rounds = number(args, ++i);
        case "--quiet" -> plan.quietPercent = number(args, ++i);
        case "--burners" -> plan.burners = number(args, ++i);
        case "--parallelism" -> plan.parallelism = number(args, ++i);
        case "--warmup" -> plan.warmup = number(args, ++i);
        case "--iterations" -> plan.iterations = number(args, ++i);
        case "--millis" -> plan.millis = number(args, ++i);
        case "--peers" -> plan.peers.addAll(List.of(value(args, ++i).split(",", -1)));
        case "--jvm-arg" -> plan.jvmArgs.add(value(args, ++i));
        case "--against" -> plan.base = file(value(args, ++i));
        case "--results" -> plan.results = Path.of(value(args, ++i));
        case "--go-program" -> plan.goProgram = value(args, ++i);
        default -> {
          if (args[i].startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + args[i]);
          }
          plan.patterns.add(args[i]);
        }
      }
    }
    plan.check();
    return plan;
  }

  private void check() {
    List<Row> all = waiting ? Rows.byWays(List.of()) : Rows.all();
    for (String peer : peers) {
      if (!peer.equals("all") && all.stream().noneMatch(row -> row.allPeers().contains(peer))) {
        throw new IllegalArgumentException("unknown peer " + peer);
      }
    }
    if (distributions
        && !(patterns.isEmpty() && peers.isEmpty() && base.isEmpty() && !waiting && !curves)) {
      throw new IllegalArgumentException("--distributions takes no rows, and all peers");
    }
    if (waiting && curves) {
      throw new IllegalArgumentException("--waiting has no curves");
    }
    if (waiting && !base.isEmpty()) {
      throw new IllegalArgumentException("--waiting compares one build with itself: no --against");
    }
  }

  /** The rows to run. */
  List<Row> rows() {
    if (waiting) {
      return Rows.byWays(patterns);
    }
    return curves && patterns.isEmpty() ? Rows.ofCurves() : Rows.chosen(patterns);
  }

  /** Under which conditions the peers run. */
  String conditions() {
    return "Conditions: "
        + (burners == 0 ? "no load of ours" : "load by threads of another process: " + burners)
        + ", "
        + (parallelism == 0 ? "as many carriers as processors" : "carriers: " + parallelism)
        + ".";
  }

  private static int number(String[] args, int i) {
    int number = Integer.parseInt(value(args, i));
    if (number < 1) {
      throw new IllegalArgumentException(args[i - 1] + " needs a positive number");
    }
    return number;
  }

  private static String file(String name) {
    if (!Files.isReadable(Path.of(name))) {
      throw new IllegalArgumentException("no file " + name);
    }
    return name;
  }

  private static String value(String[] args, int i) {
    if (i == args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }
}
