package io.github.goprims.gocontext;

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

  /** What else of the kit this package gets to know is to be decided here, not in passing. */
  @Test
  void littleOfTheKitIsUsed() throws Exception {
    Path classes = Path.of(Context.class.getResource("Context.class").toURI()).getParent();
    Pattern kit = Pattern.compile("io/github/goprims/gochan/internal/(\\w+)");
    Set<String> used = new TreeSet<>();
    try (Stream<Path> all = Files.list(classes)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        kit.matcher(bytes).results().forEach(use -> used.add(use.group(1)));
      }
    }
    assertThat(used)
        .containsExactly(
            "Alarm",
            "BackoffLock",
            "ColdStart",
            "Couriers",
            "Debug",
            "Detached",
            "Goroutine",
            "LibraryThreads",
            "QuietEnds",
            "Scheduler",
            "Sentinel",
            "StackProbe",
            "TimeSource",
            "Waiter");
  }

  /** Java's own throwables have monitors; that of a method of theirs is kept where it was. */
  @Test
  @Spec("INT-10")
  void noMonitorsInTheLibrary() throws IOException {
    assertThat(Monitors.below(Path.of("src/main/java"), 20))
        .containsExactly("ContextDoneException.java: synchronized method initCause");
  }
}
