package io.github.goprims.examples.digesttree;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Starts the program, or what it is compared with, as a process of its own. */
final class Child {

  /** How a process ended. Bytes are kept as characters of Latin-1, so that none is lost. */
  record Ending(int status, String out, String err) {
    List<String> errorLines() {
      return err.lines().toList();
    }
  }

  private final Path directory;
  private final List<String> prefix = new ArrayList<>();
  private String locale = "C.UTF-8";
  private final String classPath =
      String.join(
          ":", locationOf(DigestTree.class), locationOf(Context.class), locationOf(Channel.class));

  private Child(Path directory) {
    this.directory = directory;
  }

  static Child in(Path directory) {
    return new Child(directory);
  }

  Child locale(String name) {
    locale = name;
    return this;
  }

  /** With the signals as in a terminal, even if this build runs where Ctrl-C is ignored. */
  Child heedingSignals() {
    prefix.addAll(List.of("env", "--default-signal=INT,TERM"));
    return this;
  }

  /** Held to the permissions of files, which the superuser otherwise is not. */
  Child unprivileged() throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    if (root) {
      String without = "-dac_override,-dac_read_search";
      prefix.addAll(List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without));
    }
    return this;
  }

  /** DigestTree, started. */
  Process start(String... arguments) throws IOException {
    return builder(program(arguments)).start();
  }

  /** DigestTree from start to end. */
  Ending run(String... arguments) throws IOException, InterruptedException {
    return finish(builder(program(arguments)));
  }

  /** A shell script that finds the command line of DigestTree in its arguments. */
  Ending shell(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(program(arguments));
    return finish(builder(command));
  }

  /** What the standard tools print for a path. */
  String expected(String path) throws IOException, InterruptedException {
    String script = "find -H \"$1\" -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum";
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("bash", "-c", script, "bash", path));
    return finish(builder(command)).out();
  }

  static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private List<String> program(String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
    command.add(DigestTree.class.getName());
    Collections.addAll(command, arguments);
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().put("LC_ALL", locale);
    return builder;
  }

  private static Ending finish(ProcessBuilder builder) throws IOException, InterruptedException {
    Path err = Files.createTempFile("stderr", "");
    try {
      Process process = builder.redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = read(process.getInputStream());
      int status = process.waitFor();
      return new Ending(status, out, Files.readString(err, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(err);
    }
  }

  private static String locationOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
