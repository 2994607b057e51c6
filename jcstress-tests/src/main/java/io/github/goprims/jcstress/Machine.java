package io.github.goprims.jcstress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What results do not tell about the machine that they were made on.
 *
 * @param processor what it calls itself
 * @param processors how many there are
 */
record Machine(String processor, int processors) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String FILE = "machine.txt";

  /** This one. */
  static Machine here() throws IOException {
    String processor = System.getProperty("os.arch");
    if (Files.exists(CPU_INFO)) {
      processor =
          Files.readAllLines(CPU_INFO).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
              .findFirst()
              .orElse(processor);
    }
    return new Machine(processor, Runtime.getRuntime().availableProcessors());
  }

  /** That of the results in a folder: the one noted there, else this one. */
  static Machine of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return here();
    }
    List<String> lines = Files.readAllLines(file);
    return new Machine(lines.get(0), Integer.parseInt(lines.get(1)));
  }

  /** Notes it beside results. */
  void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), List.of(processor, Integer.toString(processors)));
  }
}
