package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

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
        Files.readString(Path.of("src/test/java/io/github/goprims/gochan/ReadmeSamples.java"));
    String compiled = between(source, "region=\"fan-out\"\n", "  // @end");
    assertThat(shown)
        .isEqualTo(
            compiled.lines().map(ReadmeTest::dedent).collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void firstSampleDoesWhatItSays() throws InterruptedException {
    assertThat(ReadmeSamples.totalLength(List.of("to", "be", "or", "not"))).isEqualTo(9);
  }

  @Test
  void samplesOfTheDocumentationRun() throws Exception {
    assertThat(ChannelSamples.hello()).isEqualTo("hello");

    Channel<Integer> numbers = Channel.make(2);
    numbers.send(1);
    numbers.send(2);
    numbers.close();
    assertThat(ChannelSamples.sumUntilClosed(numbers)).isEqualTo(3);

    Channel<String> lines = Channel.make(2);
    StringBuilder order = new StringBuilder();
    DeferSamples.produce(
        lines, () -> order.append("source closed, channel closed: ").append(lines.isClosed()));
    assertThat(order).hasToString("source closed, channel closed: false");
    assertThat(lines).containsExactly("one", "two");
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String dedent(String line) {
    return line.startsWith("  ") ? line.substring(2) : line;
  }
}
