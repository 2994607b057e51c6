package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.runner.page.Distribution;
import io.github.goprims.benchmarks.runner.page.Pages;
import io.github.goprims.benchmarks.runner.page.Run;
import io.github.goprims.benchmarks.runner.page.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs rows by all their peers, in rounds, and prints one table.
 *
 * <p>One round runs each peer once, back to back and each in a process of its own. What differs
 * from process to process (which carriers take part, what the compiler saw first) differs between
 * rounds, and what differs from minute to minute (the machine) is the same within one.
 */
public final class Compare {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Plan plan;
  private final Measurement measurement;
  private final List<Results> results = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final WakeUp wakeUp;
  private final long start = System.nanoTime();
  private int stepsDone;
  private int stepsFailed;

  private Compare(Plan plan) throws InterruptedException {
    this.plan = plan;
    wakeUp = WakeUp.measure();
    System.out.println(Host.describe() + "\n" + wakeUp + "\n" + plan.conditions());
    this.measurement = new Measurement(plan);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      Plan plan = Plan.parse(args);
      if (plan.help) {
        System.out.println(Plan.USAGE);
        return;
      }
      if (plan.list) {
        list(plan.rows());
        return;
      }
      if (plan.machine) {
        System.out.println(Host.describe() + "\n" + WakeUp.measure());
        return;
      }
      System.setProperty("jmh.ignoreLock", "true"); // Turn holds it
      Compare compare = new Compare(plan);
      if (plan.distributions) {
        compare.runPrograms();
      } else if (compare.run(plan.rows()) > 0) {
        System.exit(1);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + Plan.USAGE);
      System.exit(2);
    }
  }

  private static void list(List<Row> rows) {
    for (Row row : rows) {
      System.out.printf(
          "%-14s %s; %s%s%n",
          row.id(),
          row.text(),
          String.join(" ", row.peers()),
          row.morePeers().isEmpty() ? "" : " (" + String.join(" ", row.morePeers()) + ")");
    }
  }

  private int run(List<Row> rows) throws IOException, InterruptedException {
    Files.createDirectories(plan.results);
    write("samples.tsv", "row\tpeer\tround\tload\tothers\tsample\tscore\tallocated\n");
    int steps = rows.stream().mapToInt(row -> peers(row).size() * plan.rounds).sum();
    if (steps == 0) {
      throw new IllegalArgumentException("none of the rows has such a peer");
    }
    for (Row row : rows) {
      Results result = new Results(row, peers(row));
      results.add(result);
      for (int round = 1; round <= plan.rounds; round++) {
        List<String> order = new ArrayList<>(result.peers);
        if (round % 2 == 0) {
          Collections.reverse(order); // neighbours stay neighbours, and a steady drift cancels out
        }
        for (String peer : order) {
          step(result, peer, round, steps);
        }
      }
      Files.writeString(plan.results.resolve("table.md"), report());
      RunFile.write(plan.results, export(List.of()));
    }
    System.out.println("\n" + report());
    System.out.println("All samples: " + plan.results);
    draw(export(List.of()));
    return stepsFailed;
  }

  @SuppressWarnings("try") // turn and burners are held, not used
  private void runPrograms() throws IOException, InterruptedException {
    Files.createDirectories(plan.results);
    try (Turn turn = Turn.take()) {
      machines.add(Machine.await(plan.quietPercent, PATIENCE));
      try (Burners burners = new Burners(plan.burners)) {
        draw(export(Programs.run(plan, measurement.jvmArgs(Row.GOPRIMS))));
      }
    }
  }

  private Run export(List<Distribution> distributions) throws IOException {
    return Export.run(plan, wakeUp, machines, results, distributions);
  }

  private void draw(Run run) throws IOException {
    System.out.println("Page: " + Pages.draw(run, plan.results).toAbsolutePath());
  }

  @SuppressWarnings("try") // turn and burners are held, not used
  private void step(Results result, String peer, int round, int steps)
      throws IOException, InterruptedException {
    System.out.printf(
        Locale.ROOT,
        "[%d/%d] %s, round %d, %s: ",
        stepsDone + 1,
        steps,
        result.row.id(),
        round,
        peer);
    System.out.flush();
    Machine machine;
    String outcome;
    try (Turn turn = Turn.take()) {
      machine = Machine.await(plan.quietPercent, PATIENCE);
      machines.add(machine);
      try (Burners burners = new Burners(plan.burners)) {
        outcome = measure(result, peer, round, machine);
      }
    }
    stepsDone++;
    long left = (System.nanoTime() - start) / stepsDone * (steps - stepsDone);
    System.out.printf("%s; %s; %s left%n", outcome, machine, minutes(Duration.ofNanos(left)));
  }

  /** Measures, and tells what came out. */
  private String measure(Results result, String peer, int round, Machine machine)
      throws InterruptedException {
    Row row = result.row;
    try {
      Score score = measurement.measure(row, peer, row.id() + "-" + peer + "-" + round);
      result.add(peer, round, score);
      for (int i = 0; i < score.samples().size(); i++) {
        write(
            "samples.tsv",
            String.format(
                Locale.ROOT,
                "%s\t%s\t%d\t%.2f\t%.0f\t%d\t%.3f\t%.3f%n",
                row.id(),
                peer,
                round,
                machine.load(),
                machine.busy(),
                i + 1,
                score.samples().get(i),
                score.bytes()));
      }
      List<Double> times = score.samples().stream().map(n -> n / row.unit().size).toList();
      return Statistics.describe(times) + " " + row.unit().symbol;
    } catch (MeasurementException e) {
      stepsFailed++;
      return "FAILED, " + e.getMessage();
    }
  }

  private String report() {
    return Report.markdown(results, plan.rounds, machines)
        + String.join("\n", plan.conditions(), Host.describe(), wakeUp.toString(), "");
  }

  private List<String> peers(Row row) {
    List<String> peers = new ArrayList<>(row.peers(plan.peers));
    if (plan.goProgram.isEmpty()) {
      peers.remove(Row.GO);
    }
    if (!plan.base.isEmpty() && peers.contains(Row.GOPRIMS)) {
      peers.add(0, Row.BASE); // so that goprims stands between it and Go
    }
    return peers;
  }

  private void write(String file, String text) {
    try {
      Path path = plan.results.resolve(file);
      Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String minutes(Duration time) {
    return time.toSeconds() < 100 ? time.toSeconds() + " s" : time.toMinutes() + " min";
  }
}
