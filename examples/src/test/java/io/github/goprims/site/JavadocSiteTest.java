package io.github.goprims.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Javadoc of the four modules, looked at as rendered: a {@code @replace} or a region that cuts
 * too much breaks a sample that is sound where it is written.
 */
class JavadocSiteTest {

  private static final Pattern QUOTE =
      Pattern.compile("\\{@snippet file=\"([^\"]*)\" region=\"([^\"]*)\"}");
  private static final Pattern RENDERED =
      Pattern.compile("<pre class=\"snippet\"[^>]*><code[^>]*>(.*?)</code></pre>", Pattern.DOTALL);

  private static Path site;

  /** A sample: which region of which file, and what readers see of it. */
  private record Sample(Path page, Path file, String region, String text) {

    /** The file with the text in place of the region. */
    String embeddedIn(String source) {
      Pattern place =
          Pattern.compile(
              "// @start region=\"" + Pattern.quote(region) + "\"\n.*?// @end", Pattern.DOTALL);
      assertThat(source).as("%s has region %s", file, region).containsPattern(place);
      return place.matcher(source).replaceFirst(Matcher.quoteReplacement(text));
    }
  }

  @BeforeAll
  static void build() throws Exception {
    site = JavadocSite.folder();
  }

  @Test
  void noReferenceIsBroken() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readString(page))
          .as(page.toString())
          .doesNotContain("class=\"invalid-tag\"", "invalid reference", "invalid @");
    }
  }

  @Test
  void showsNothingInternal() throws IOException {
    assertThat(Files.readString(site.resolve("allclasses-index.html")))
        .contains("Channel.html", "Context.html", "WaitGroup.html", "VirtualTime.html")
        .doesNotContain("/internal/");
    assertThat(pages()).noneMatch(page -> page.toString().contains("internal"));
  }

  @Test
  void modulesLinkToEachOther() throws IOException {
    String context = "io.github.goprims.gocontext/io/github/goprims/gocontext/";
    assertThat(Files.readString(site.resolve(context + "Context.html")))
        .contains("href=\"../../../../../io.github.goprims.gochan/io/github/goprims/gochan/");
    assertThat(Files.readString(site.resolve(context + "package-summary.html")))
        .contains("io.github.goprims.gochan/io/github/goprims/gochan/package-summary.html");
  }

  @Test
  void eachSampleCompilesAsRendered(@TempDir Path folder) throws IOException {
    List<Sample> samples = samples();
    assertThat(samples.stream().map(Sample::text))
        .as("quoted, so that it compiles")
        .containsAll(rendered().values().stream().flatMap(List::stream).toList());
    assertThat(samples).hasSizeGreaterThan(10);
    for (Sample sample : samples) {
      assertThat(count(sample.text(), '{'))
          .as(sample.toString())
          .isEqualTo(count(sample.text(), '}'));
      assertThat(sample.text()).as(sample.toString()).isNotBlank().doesNotEndWith("\n\n");
    }
    List<String> options = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (Path file : samples.stream().map(Sample::file).distinct().toList()) {
      String source = Files.readString(file);
      for (Sample sample : samples) {
        if (sample.file().equals(file)) {
          source = sample.embeddedIn(source);
        }
      }
      options.add(Files.writeString(folder.resolve(file.getFileName()), source).toString());
    }
    JavadocSite.runTool("javac", options);
  }

  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    Map<Path, List<String>> rendered = rendered();
    for (String module : JavadocSite.MODULES) {
      Path root = JavadocSite.sources(module, "main");
      for (Path source : files(root, ".java")) {
        List<MatchResult> quotes = QUOTE.matcher(Files.readString(source)).results().toList();
        if (quotes.isEmpty()) {
          continue;
        }
        String page = root.relativize(source).toString().replaceFirst("\\.java$", ".html");
        Path path = site.resolve("io.github.goprims." + module).resolve(page);
        List<String> texts = rendered.getOrDefault(path, List.of());
        if (texts.size() > quotes.size()) { // {@inheritDoc} repeats what another page has
          texts = texts.stream().filter(text -> !isElsewhere(text, path, rendered)).toList();
        }
        assertThat(texts).as("samples of %s", path).hasSameSizeAs(quotes);
        for (int i = 0; i < quotes.size(); i++) {
          Path file = JavadocSite.sources(module, "test").resolve(quotes.get(i).group(1));
          assertThat(file.toString())
              .as("what the sources archives carry, see samples-to-sources in pom.xml")
              .endsWith("Samples.java");
          samples.add(new Sample(path, file, quotes.get(i).group(2), texts.get(i)));
        }
      }
    }
    return samples;
  }

  private static boolean isElsewhere(String text, Path page, Map<Path, List<String>> rendered) {
    return rendered.entrySet().stream()
        .anyMatch(entry -> !entry.getKey().equals(page) && entry.getValue().contains(text));
  }

  /** The samples of each page, in their order. */
  private static Map<Path, List<String>> rendered() throws IOException {
    Map<Path, List<String>> rendered = new TreeMap<>();
    for (Path page : pages()) {
      rendered.put(
          page,
          RENDERED
              .matcher(Files.readString(page))
              .results()
              .map(match -> plain(match.group(1)))
              .toList());
    }
    return rendered;
  }

  /** What a browser shows. */
  private static String plain(String markup) {
    return markup
        .replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static List<Path> pages() throws IOException {
    return files(site, ".html");
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }
}
