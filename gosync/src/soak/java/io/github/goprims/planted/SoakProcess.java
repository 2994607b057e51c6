package io.github.goprims.planted;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A soak in a JVM of its own, which may have other classes in front of those of the library. */
final class SoakProcess {

  /** Seconds without a move that are a finding; less than usual, since many findings are that. */
  private static final int PATIENCE = 30;

  /** For the round that is under way when the time is over. */
  private static final long GRACE_MINUTES = 3;

  private static final int LOOK_SECONDS = 1;
  private static final int TELL_SECONDS = 10;

  private final long minutes;
  private final Path log;
  private final Process process;
  private final long start = System.nanoTime();

  /** Starts {@code soak} for so many minutes at most. */
  SoakProcess(String soak, long minutes, @Nullable Path inFront, Path log) throws IOException {
    this.minutes = minutes;
    this.log = log;
    String classPath = System.getProperty("java.class.path");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx512m",
                "-Dsoak.minutes=" + minutes,
                "-Dsoak.patience=" + PATIENCE,
                "-Dsoak.parallelism=" + System.getProperty("soak.parallelism", "default"),
                "-classpath",
                inFront == null ? classPath : inFront + File.pathSeparator + classPath,
                "io.github.goprims.progress.Soaks",
                soak)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /** Waits until it ends or ought to have ended, and prints each ten seconds how far it is. */
  void await() throws IOException, InterruptedException {
    try {
      for (int second = LOOK_SECONDS;
          !process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS);
          second += LOOK_SECONDS) {
        if (passed().toMinutes() >= minutes + GRACE_MINUTES) {
          return;
        }
        if (second % TELL_SECONDS == 0) {
          System.out.println("  " + lines().reversed().stream().findFirst().orElse("starting"));
        }
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Whether it ended by itself and found nothing. */
  boolean endedWell() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  /** What of its finding says {@code foundAs}; empty if it found nothing, or something else. */
  Optional<String> finding(PlantedBug bug) throws IOException {
    return lines().stream()
        .dropWhile(line -> !line.startsWith("soak FOUND"))
        .skip(2) // how far it was, and how to repeat it
        .filter(line -> bug.foundAs().matcher(line).find())
        .map(line -> line.strip().replaceFirst("^(Caused by: )?java.lang.AssertionError: ", ""))
        .findFirst();
  }

  Duration passed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log, UTF_8);
  }
}
