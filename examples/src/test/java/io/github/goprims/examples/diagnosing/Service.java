package io.github.goprims.examples.diagnosing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the programs in a process of its own, and what it says. */
final class Service implements AutoCloseable {

  /** No service has it, and dumps would show more with it. */
  private static final String GOTEST = ".*[/\\\\]gotest(?:[/\\\\]target[/\\\\].*|-[^/\\\\]*\\.jar)";

  private static final Pattern PORT = Pattern.compile("localhost:(\\d+)/");

  private final Process process;
  private final StringBuffer log = new StringBuffer();
  private final Thread reader;

  private Service(Process process) {
    this.process = process;
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /** Starts Diagnosing with these options of Java and arguments, in English. */
  static Service start(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool("java").toString());
    command.addAll(List.of("-Duser.language=en", "-Duser.country=US"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath()));
    command.add(Diagnosing.class.getName());
    command.addAll(List.of(arguments));
    command.add("--port=0");
    return new Service(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.matches(GOTEST))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  private void read() {
    try (var lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n');
      }
    } catch (IOException e) {
      log.append(e); // what waits for more tells of it
    }
  }

  /** Waits until the program has written {@code pattern}; returns the match. */
  MatchResult written(Pattern pattern) {
    Await.until(
        pattern + " in what it wrote",
        () -> {
          assertThat(process.isAlive()).as(log::toString).isTrue();
          return pattern.matcher(log).find();
        });
    return pattern.matcher(log).results().findFirst().orElseThrow();
  }

  /** Waits until it has started all. */
  void awaitStart() {
    MatchResult unused = written(Pattern.compile("all is started"));
  }

  /** Waits until {@code curl localhost:…/debug/PATH} shows {@code text}, and returns all of it. */
  String shows(String path, String text) {
    String port = written(PORT).group(1);
    URI uri = URI.create("http://localhost:" + port + "/debug/" + path);
    String[] body = {""};
    try {
      Await.until(
          text,
          () -> {
            body[0] = read(uri);
            return body[0].contains(text);
          });
    } catch (AssertionError e) {
      throw new AssertionError(uri + " shows " + body[0], e);
    }
    return body[0];
  }

  private static String read(URI uri) {
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code jcmd} says of the process, without its first line. */
  String jcmd(String command) throws IOException {
    Process jcmd =
        new ProcessBuilder(tool("jcmd").toString(), Long.toString(process.pid()), command).start();
    try (InputStream in = jcmd.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8).replaceFirst("\\d+:\n", "");
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    Await.ended(reader);
  }
}
