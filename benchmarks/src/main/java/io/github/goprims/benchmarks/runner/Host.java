package io.github.goprims.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine and the JDK, by which readers tell whether their own figures compare. */
final class Host {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Host() {}

  static String describe() {
    return "Machine: "
        + processor()
        + "; processors: "
        + Runtime.getRuntime().availableProcessors()
        + "; JDK "
        + Runtime.version()
        + " of "
        + System.getProperty("java.vendor")
        + "; "
        + System.getProperty("os.name")
        + ".";
  }

  /** The model where the system tells it, else the architecture. */
  static String processor() {
    String architecture = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      return architecture; // not Linux
    }
  }
}
