package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Monitors;
import io.github.goprims.gochan.testing.PackageOrder;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of structure that no compiler checks. */
class LayeringTest {

  /** Lowest first, and said in each package's comment. No circle fits into a line. */
  private static final List<String> PACKAGES =
      List.of(
          ".internal",
          ".internal.threads",
          ".internal.events",
          ".internal.time",
          ".internal.waiting",
          "");

  @Test
  void packagesUseThoseBelowThemOnly() throws Exception {
    assertThat(PackageOrder.offences(Channel.class, PACKAGES)).isEmpty();
  }

  @Test
  void aUseOfAHigherPackageIsSeen() throws Exception {
    List<String> threadsAboveTime =
        List.of(
            ".internal",
            ".internal.time",
            ".internal.threads",
            ".internal.events",
            ".internal.waiting",
            "");
    assertThat(PackageOrder.offences(Channel.class, threadsAboveTime))
        .contains("StripedScheduler.java uses io.github.goprims.gochan.internal.threads")
        .contains("StripedScheduler.class uses io.github.goprims.gochan.internal.threads")
        .allMatch(offence -> offence.endsWith("gochan.internal.threads"));
  }

  @Test
  void thePackageCommentTellsOfEachFile() throws IOException {
    Path folder = Path.of("src/main/java/io/github/goprims/gochan");
    String text = Files.readString(folder.resolve("package-info.java"));
    Set<String> told = new HashSet<>(List.of(text.substring(text.indexOf("/*\n")).split("\\W+")));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .hasSizeGreaterThan(30)
          .allMatch(name -> told.contains(name.replace(".java", "")));
    }
  }

  @Test
  @Spec("INT-10")
  void noMonitorsInTheLibrary() throws IOException {
    assertThat(Monitors.below(Path.of("src/main/java"), 20)).isEmpty();
  }

  /** A clock that is injected counts for all threads, also for those of a test that runs beside. */
  @Test
  void testsThatInjectAClockRunAlone() throws IOException {
    List<Path> alone = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path tests :
          modules.map(module -> module.resolve("src/test/java")).filter(Files::exists).toList()) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
            String text = Files.readString(file);
            if (text.contains("TimeSource" + ".inject(")) {
              assertThat(text).as("%s", file).contains("@Isolated(");
              alone.add(file);
            }
          }
        }
      }
    }
    assertThat(alone).hasSizeGreaterThan(3);
  }
}
