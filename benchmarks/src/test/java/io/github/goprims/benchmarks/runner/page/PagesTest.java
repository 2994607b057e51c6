package io.github.goprims.benchmarks.runner.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for a browser, and the document in docs. */
class PagesTest {
  /** A small run, made up. */
  private static final Path SMALL =
      Path.of("src/test/resources/io/github/goprims/benchmarks/runner/page");

  private static final Path DOCS = Path.of("..", "docs");

  @TempDir Path folder;

  @Test
  void thePageNeedsNothingElse() throws IOException {
    String page = Files.readString(Pages.draw(RunFile.read(SMALL), folder));
    assertThat(page)
        .contains("prefers-color-scheme: dark")
        .contains("stream-0", "Some Processor", "--peers all")
        .doesNotContain("<script", "<link", "<img", "src=");
    assertThat(links(page, "https?://[^\"' <]+"))
        .allMatch(link -> link.equals("http://www.w3.org/2000/svg"));
    assertThat(page.split("<svg", -1)).hasSize(charts(folder.resolve("charts")) + 1);
  }

  @Test
  void eachChartIsAFileOfItsOwn() throws IOException {
    Pages.draw(RunFile.read(SMALL), folder);
    try (Stream<Path> files = Files.list(folder.resolve("charts"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains(
              "overview.svg",
              "channels.svg",
              "channels-narrow.svg",
              "locks.svg",
              "curve-hop.svg",
              "distribution-lock-bypass.svg");
    }
    assertThat(Files.readString(folder.resolve("charts/channels.svg")))
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void theDocumentTellsInItsOrder() throws IOException {
    Pages.publish(RunFile.read(SMALL), Losses.explained(), folder);
    String document = Files.readString(folder.resolve("benchmarks.md"));
    assertThat(document)
        .startsWith(MarkdownPage.MARK)
        .containsSubsequence(
            "## What it shows",
            "**Go**: the geometric mean of the ratios is 0.71, over 2 rows.",
            "goprims is faster in 1 of them, 1 are ties, and it is slower in 0.",
            "## Charts",
            "srcset=\"benchmarks/channels-narrow.svg\"",
            "alt=\"Channels\" src=\"benchmarks/channels.svg\"",
            "## Where we lose, and why",
            "- `stream-0` 2.00 (1.80–2.20) beside Jox. Not explained yet.",
            "## Tables",
            "### Channels",
            "| stream-0 | transfer of stream-0, ns | 100 (90.0–110) | 200 |",
            "| **0.50** (0.45–0.55) | **2.00** (1.80–2.20) Jox |",
            "## Machine and conditions",
            "Some Processor",
            "## How to repeat it");
    assertThat(links(document, "\\b(benchmarks/[a-z0-9-]+\\.(?:svg|json))"))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
  }

  @Test
  void theCommittedDocumentIsWhatComesOfTheCommittedResults() throws IOException {
    Path committed = DOCS.resolve("benchmarks");
    boolean published = Files.exists(committed.resolve(RunFile.NAME));
    assertThat(Files.readString(DOCS.resolve("benchmarks.md")).startsWith(MarkdownPage.MARK))
        .as("a document that is generated has its figures beside it")
        .isEqualTo(published);
    if (published) {
      Pages.publish(RunFile.read(committed), Losses.explained(), folder);
      assertThat(folder.resolve("benchmarks.md"))
          .as("benchmarks/run --publish docs/benchmarks makes it again")
          .hasSameTextualContentAs(DOCS.resolve("benchmarks.md"));
      assertThat(texts(folder.resolve("benchmarks"))).isEqualTo(texts(committed));
    }
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static int charts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    }
  }

  private static List<String> links(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(found.groupCount()))
        .toList();
  }
}
