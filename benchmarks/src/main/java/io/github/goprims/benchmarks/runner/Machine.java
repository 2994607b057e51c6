package io.github.goprims.benchmarks.runner;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What else the machine was doing just before a step, when nothing of ours ran.
 *
 * @param load the load average of the last minute; it counts our own steps, too
 * @param busy how much of the processors others used, in percent; NaN if unknown
 */
record Machine(double load, double busy) {
  private static final Path STATISTICS = Path.of("/proc/stat");
  private static final Duration WINDOW = Duration.ofMillis(200);

  static Machine observe() throws InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Optional<Ticks> before = Ticks.read();
    Thread.sleep(WINDOW);
    Optional<Ticks> after = Ticks.read();
    return new Machine(
        load,
        before.isPresent() && after.isPresent() ? after.get().busySince(before.get()) : Double.NaN);
  }

  /** Waits until others use less than the given percentage, but not for ever. */
  static Machine await(double busy, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Machine machine = observe();
    while (machine.busy >= busy && System.nanoTime() - deadline < 0) {
      machine = observe();
    }
    return machine;
  }

  @Override
  public String toString() {
    String others = Double.isNaN(busy) ? "" : String.format(Locale.ROOT, ", others %.0f %%", busy);
    return String.format(Locale.ROOT, "load %.1f%s", load, others);
  }

  /** Processor time since the start of the machine, stolen time included. */
  private record Ticks(long idle, long total) {
    static Optional<Ticks> read() {
      List<String> lines;
      try {
        lines = Files.readAllLines(STATISTICS);
      } catch (IOException e) {
        return Optional.empty(); // not Linux
      }
      String[] fields = lines.get(0).split(" +", -1); // cpu user nice system idle iowait irq …
      long total = 0;
      for (int i = 1; i <= 8; i++) {
        total += Long.parseLong(fields[i]);
      }
      return Optional.of(new Ticks(Long.parseLong(fields[4]) + Long.parseLong(fields[5]), total));
    }

    double busySince(Ticks before) {
      long passed = total - before.total;
      return passed == 0 ? Double.NaN : 100 - 100.0 * (idle - before.idle) / passed;
    }
  }
}
