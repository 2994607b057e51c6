package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs programs of the tests in JVMs of their own, for what a flag or an end of the JVM decides.
 */
public final class OwnJvm {

  private OwnJvm() {}

  /**
   * Runs {@code program} to its end, which must be a good one.
   *
   * @param program has a main method; is on the class path of this JVM
   * @param options of the JVM
   * @return the lines that it wrote, errors included
   */
  public static List<String> outputOf(Class<?> program, String... options)
      throws IOException, InterruptedException {
    Process process = start(program, options);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  /** Starts {@code program}, for the same; what it writes, errors included, is the input. */
  public static Process start(Class<?> program, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
