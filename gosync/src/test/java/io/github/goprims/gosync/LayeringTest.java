package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Monitors;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of structure that no compiler checks. */
class LayeringTest {

  /** Each other internal that this package gets to know is to be decided here, not in passing. */
  @Test
  void fewInternalsOfOtherModulesAreUsed() throws Exception {
    assertThat(usedBelow("io/github/goprims/gochan/internal/"))
        .containsExactly(
            "BackoffLock",
            "ColdStart",
            "Debug",
            "Goroutine",
            "LibraryThreads",
            "Names",
            "QueuedWaiter",
            "Sentinel",
            "StackProbe",
            "TimeSource",
            "WaitQueue",
            "Waiter");
    assertThat(usedBelow("io/github/goprims/gocontext/internal/")).containsExactly("ContextLink");
  }

  /** A lock may wait for a context or run a task, but knows nothing of channels and selects. */
  @Test
  void channelsAreNotUsed() throws Exception {
    assertThat(usedBelow("io/github/goprims/gochan/(?!internal/)")).containsExactly("Task");
  }

  @Test
  @Spec("INT-10")
  void noMonitorsInTheLibrary() throws IOException {
    assertThat(Monitors.below(Path.of("src/main/java"), 20)).isEmpty();
  }

  /** Class files name every class that they use: also those that need no import. */
  private static Set<String> usedBelow(String folder) throws Exception {
    Path classes = Path.of(Mutex.class.getResource("Mutex.class").toURI()).getParent();
    Pattern uses = Pattern.compile(folder + "(\\w+)");
    Set<String> used = new TreeSet<>();
    try (Stream<Path> all = Files.list(classes)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        uses.matcher(bytes).results().forEach(use -> used.add(use.group(1)));
      }
    }
    return used;
  }
}
