package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.LockBypass;
import io.github.goprims.benchmarks.TimerLateness;
import io.github.goprims.benchmarks.runner.page.Distribution;
import io.github.goprims.benchmarks.runner.page.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the programs whose outcome is no time for an operation, each in a process of its own. */
final class Programs {
  private static final List<Class<?>> ALL = List.of(LockBypass.class, TimerLateness.class);

  private Programs() {}

  static List<Distribution> run(Plan plan, List<String> jvmArgs)
      throws IOException, InterruptedException {
    List<Distribution> distributions = new ArrayList<>();
    for (Class<?> program : ALL) {
      System.out.println("\n" + program.getSimpleName());
      Path file = plan.results.resolve(program.getSimpleName() + ".json");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvmArgs);
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(program.getName());
      command.add(String.valueOf(plan.rounds));
      command.add(file.toString());
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException(program.getSimpleName() + " ended with " + code);
      }
      distributions.addAll(RunFile.readDistributions(file));
    }
    return distributions;
  }
}
