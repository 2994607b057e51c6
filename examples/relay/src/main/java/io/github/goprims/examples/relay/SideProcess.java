package io.github.goprims.examples.relay;

import io.github.goprims.examples.relay.Journal.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One side of the trial as a process, which can be killed and started again. */
final class SideProcess implements AutoCloseable {

  private final String name;
  private final String url;
  private final Path folder;
  private final List<Path> journals = new ArrayList<>();
  private Process process;
  private boolean stopped;

  /** Starts it for the first time. */
  SideProcess(String name, String url, Path folder) throws IOException {
    this.name = name;
    this.url = url;
    this.folder = folder;
    process = start();
  }

  /** Each process has a journal of its own: the one before may have been cut in a line. */
  private Process start() throws IOException {
    Path journal = folder.resolve(name + "-" + journals.size());
    journals.add(journal);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Side.class.getName(),
            name,
            url,
            journal.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What the current process has witnessed so far. */
  List<Entry> latest() throws IOException {
    return Journal.read(journals.getLast());
  }

  /** What all processes have witnessed so far. */
  List<Entry> entries() throws IOException {
    List<Entry> all = new ArrayList<>();
    for (Path journal : journals) {
      all.addAll(Journal.read(journal));
    }
    return all;
  }

  /** Kills the process, which cannot do anything about it, and starts another. */
  void killAndRestart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor(); // SIGKILL where there are signals
    process = start();
  }

  /** Throws if the process has ended, and has not been told to. */
  void requireAlive() {
    if (!stopped && !process.isAlive()) {
      throw new IllegalStateException(name + " has ended with status " + process.exitValue());
    }
  }

  /** Lets the process bring its work to an end. */
  void stop() throws IOException, InterruptedException {
    stopped = true;
    process.getOutputStream().close();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(name + " has ended with status " + status);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return name;
  }
}
