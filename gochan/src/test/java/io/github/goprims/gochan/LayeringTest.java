package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gochan.testing.Monitors;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of structure that no compiler checks. */
class LayeringTest {

  private static final String PACKAGE = Channel.class.getPackageName().replace('.', '/');

  /** Class files name every class they use: also those that need no import. */
  @Test
  void internalKnowsNothingAboveIt() throws Exception {
    Path classes = Path.of(Waiter.class.getResource("Waiter.class").toURI()).getParent();
    Pattern above = Pattern.compile(PACKAGE + "/(?!internal/)\\w+");
    List<String> offences = new ArrayList<>();
    int files = 0;
    try (Stream<Path> all = Files.list(classes)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        files++;
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        above.matcher(bytes).results().forEach(use -> offences.add(file + ": " + use.group()));
      }
    }
    assertThat(files).isGreaterThan(5);
    assertThat(offences).isEmpty();
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
