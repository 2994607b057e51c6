package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** README.md shows code that is compiled and run here. */
class ReadmeTest {

  @Test
  void firstSampleIsTheCompiledOne() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String shown = between(readme, "```java\n", "```\n");
    String source =
        Files.readString(Path.of("src/test/java/io/github/goprims/gocontext/ReadmeSamples.java"));
    String compiled = between(source, "region=\"fan-out\"\n", "  // @end");
    assertThat(shown)
        .isEqualTo(
            compiled.lines().map(ReadmeTest::dedent).collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void firstSampleDoesWhatItSays() throws InterruptedException {
    assertThat(ReadmeSamples.sum(List.of("1", "2", "3"))).isEqualTo(6);
  }

  /** Work that fails is not lost in silence: the caller hears of it, and at once. */
  @Test
  void aFailingWorkerEndsTheFirstSample() {
    assertThatThrownBy(() -> ReadmeSamples.sum(List.of("1", "two", "3")))
        .isInstanceOf(CanceledException.class)
        .hasRootCauseInstanceOf(NumberFormatException.class);
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String dedent(String line) {
    return line.startsWith("  ") ? line.substring(2) : line;
  }
}
