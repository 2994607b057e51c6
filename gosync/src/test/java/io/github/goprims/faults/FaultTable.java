package io.github.goprims.faults;

import java.util.ArrayList;
import java.util.List;

/** Plays scenarios for a test class, and keeps for its output how that went. */
final class FaultTable {

  private final List<String> lines = new ArrayList<>();
  private FaultLoader loader = new FaultLoader();
  private int points;
  private int damaged;

  FaultTable() {
    // The library tells of what fails in its own threads.
    Thread.setDefaultUncaughtExceptionHandler(FaultTable::tell);
  }

  private static void tell(Thread thread, Throwable failure) {
    if (!String.valueOf(failure.getMessage()).startsWith("injected")) {
      System.err.println("Exception in thread " + thread.getName());
      failure.printStackTrace();
    }
  }

  /** The findings, each with the point and the kind of the fault. */
  List<String> play(String scenario, FaultKind kind) {
    List<String> result = loader.call("play", scenario, kind.name());
    int tried = Integer.parseInt(result.getFirst());
    List<String> findings =
        result.stream().skip(1).map(line -> "%s: %s, %s".formatted(scenario, kind, line)).toList();
    points += tried;
    damaged += findings.size();
    lines.add(
        "%-12s %4d points, %3d damaged  %s".formatted(kind, tried, findings.size(), scenario));
    if (!findings.isEmpty()) {
      loader = new FaultLoader(); // with a library that is whole
    }
    return findings;
  }

  void print() {
    lines.forEach(System.out::println);
    System.out.printf("%d points, %d damaged%n", points, damaged);
  }
}
