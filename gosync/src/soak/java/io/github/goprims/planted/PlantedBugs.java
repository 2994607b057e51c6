package io.github.goprims.planted;

import com.github.difflib.patch.PatchFailedException;
import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Shows that the soaks find bugs: plants one after the other into the library, and runs the soak
 * that has to find it. Before that each soak runs for a minute without a bug, and must not find
 * any.
 */
public final class PlantedBugs {

  private static final long MINUTES = Math.max(1, Long.getLong("soak.minutes", 5));

  private final Path folder;

  private PlantedBugs(Path folder) {
    this.folder = folder;
  }

  /** Ends with status 0 if all were caught. */
  public static void run() throws IOException, PatchFailedException, InterruptedException {
    List<PlantedBug> bugs = PlantedBug.all();
    Path target = Files.createDirectories(JavaSources.projectRoot().resolve("gosync/target"));
    PlantedBugs run = new PlantedBugs(Files.createTempDirectory(target, "planted"));
    System.out.printf("%d planted bugs, %d minutes for each%n", bugs.size(), MINUTES);
    for (String soak : bugs.stream().map(PlantedBug::soak).distinct().toList()) {
      run.requireNothing(soak);
    }
    int caught = 0;
    for (PlantedBug bug : bugs) {
      if (run.isCaught(bug)) {
        caught++;
      }
    }
    System.out.printf("%d of %d planted bugs were caught%n", caught, bugs.size());
    System.exit(caught == bugs.size() ? 0 : 1);
  }

  private void requireNothing(String soak) throws IOException, InterruptedException {
    System.out.printf("%s without a bug, for a minute%n", soak);
    Path log = folder.resolve(soak + ".log");
    SoakProcess process = new SoakProcess(soak, 1, null, log);
    process.await();
    if (!process.endedWell()) {
      System.out.printf("%s did not end well without a bug, see %s%n", soak, log);
      System.exit(1);
    }
  }

  private boolean isCaught(PlantedBug bug)
      throws IOException, PatchFailedException, InterruptedException {
    System.out.printf("%s%n", bug);
    Path own = Files.createDirectories(folder.resolve(bug.toString()));
    Path log = own.resolve("log");
    SoakProcess process = new SoakProcess(bug.soak(), MINUTES, bug.compileInto(own), log);
    process.await();
    Optional<String> finding = process.finding(bug);
    Duration time = process.passed();
    System.out.printf(
        "%s: %s after %d:%02d: %s%n",
        bug,
        finding.isPresent() ? "caught" : "NOT caught",
        time.toMinutes(),
        time.toSecondsPart(),
        finding.orElse("see " + log));
    return finding.isPresent();
  }
}
