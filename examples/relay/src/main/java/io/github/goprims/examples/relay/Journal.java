package io.github.goprims.examples.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a process has witnessed, outside of the database: a line for each job that it was told to be
 * stored, or that it did. Whatever {@link #append} has written is there when the process is killed.
 */
final class Journal implements AutoCloseable {

  private final FileOutputStream file;

  /** A line: which job, and the trace that the witness knew for it. */
  record Entry(UUID id, String traceId) {

    @Override
    public String toString() {
      return id + " " + traceId + "\n";
    }

    private static Entry of(String line) {
      int space = line.indexOf(' ');
      return new Entry(UUID.fromString(line.substring(0, space)), line.substring(space + 1));
    }
  }

  Journal(Path path) throws IOException {
    file = new FileOutputStream(path.toFile(), true);
  }

  /** Adds lines, in one write; goroutines may do so side by side. */
  void append(List<Entry> entries) throws IOException {
    file.write(entries.stream().map(Entry::toString).collect(Collectors.joining()).getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What is in {@code path}, without the line that a kill has cut; nothing if there is no file. */
  static List<Entry> read(Path path) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (Files.exists(path)) {
      String text = Files.readString(path);
      text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Entry::of).forEach(entries::add);
    }
    return entries;
  }
}
