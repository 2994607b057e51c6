package io.github.goprims.jcstress;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.collectors.TestResultCollector;

/**
 * The results of runs in a folder, in files such as jcstress writes. Here each result has a file of
 * its own, so that a run which is cut off leaves all that it had by then.
 */
public final class Results implements TestResultCollector {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss");
  private static final String ENDING = ".bin.gz";
  private static final Pattern FILE =
      Pattern.compile("jcstress-results-(\\d{4}(?:-\\d\\d){5})(?:-\\d+)?\\.bin\\.gz");

  private final Path folder;
  private final String start = TIME.format(LocalDateTime.now(ZoneId.systemDefault()));
  private int count;

  /** For a run that begins now. */
  public Results(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void add(TestResult result) {
    String name = "jcstress-results-" + start + "-" + ++count + ENDING;
    try {
      Path part = folder.resolve(name + ".part");
      DiskWriteCollector writer = new DiskWriteCollector(part.toString());
      writer.add(result);
      writer.close();
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IllegalStateException("cannot keep a result in " + folder, e);
    }
  }

  /** Removes what earlier runs have left in the folder. */
  public void clear() throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }

  /** All results below a folder. */
  public static List<TestResult> below(Path folder) throws IOException {
    InProcessCollector all = new InProcessCollector();
    for (Path file : files(folder)) {
      try {
        DiskReadCollector reader = new DiskReadCollector(file.toString(), all);
        reader.dump();
        reader.close();
      } catch (EOFException e) {
        // A file that its writer has begun, and not more.
      } catch (ClassNotFoundException e) {
        throw new IOException(file + " is of another jcstress", e);
      }
    }
    return List.copyOf(all.getTestResults());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  /** How long the runs have taken together: each from its start, which files tell, to its last. */
  public static Duration duration(Path folder) throws IOException {
    Map<String, Instant> ends = new TreeMap<>();
    for (Path file : files(folder)) {
      Matcher name = FILE.matcher(file.getFileName().toString());
      if (name.matches()) {
        ends.merge(
            name.group(1),
            Files.getLastModifiedTime(file).toInstant(),
            (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return ends.entrySet().stream()
        .map(run -> Duration.between(startOf(run.getKey()), run.getValue()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Instant startOf(String text) {
    return LocalDateTime.parse(text, TIME).atZone(ZoneId.systemDefault()).toInstant();
  }
}
