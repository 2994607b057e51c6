package io.github.goprims.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document whose samples are compiled, and whose outputs are those of programs. */
public final class Page {

  private static final String UPDATE = "goprims.update";
  private static final String SPAN = "\\d+ (?:ms|s|min \\d+ s|h \\d+ min)";

  private final Path file;
  private final String repair;

  private Page(Path file, Class<?> test) {
    this.file = file;
    this.repair =
        "to be repaired by ./mvnw -pl examples -am test -Dtest=%s -D%s=true"
            .formatted(test.getSimpleName(), UPDATE);
  }

  /**
   * A document of the project.
   *
   * @param name its file
   * @param test what keeps it true
   */
  public static Page of(String name, Class<?> test) {
    return new Page(JavaSources.projectRoot().resolve(name), test);
  }

  /** All of it. */
  public String text() throws IOException {
    return Files.readString(file);
  }

  /**
   * Compares the block under {@code <!-- output: NAME -->} with {@code output}, or makes it that.
   */
  public void shows(String name, String output) throws IOException {
    String page = text();
    String start = "<!-- output: " + name + " -->\n```text\n";
    int from = page.indexOf(start) + start.length();
    assertThat(from).as("in " + file + ": " + start).isGreaterThanOrEqualTo(start.length());
    int to = page.indexOf("```\n", from);
    String shown = page.substring(from, to);
    String expected = output.stripTrailing() + "\n";
    if (plain(shown).equals(plain(expected))) {
      return; // also on an update: times and the like stay as they are
    }
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, page.substring(0, from) + expected + page.substring(to));
      return;
    }
    assertThat(plain(shown)).as(repair).isEqualTo(plain(expected));
  }

  /** Without what differs from run to run, or from one JDK or version of the library to another. */
  private static String plain(String text) {
    return text.replaceAll("for (up to )?" + SPAN + "( to " + SPAN + ")?", "for a while")
        .replaceAll("(?m)(at (?!io\\.github\\.goprims\\.examples)\\S+:)\\d+\\)$", "$1)")
        .replaceAll("lambda\\$(\\w+)\\$\\d+", "lambda $1")
        .replaceAll("@[0-9a-f]+", "@")
        .replaceAll("(bubble-|thread #|schedule )\\d+|0x[0-9a-f]+L", "$1")
        .replaceAll("WithDeadline\\([^)]*\\)", "WithDeadline")
        .replaceAll("(size|active|running|steals|tasks) = \\d+", "$1");
  }

  /**
   * Each sample of Java in the page is in one of the sources below these folders of the project.
   */
  public void quotesSources(String... folders) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String folder : folders) {
      sources.addAll(JavaSources.below(JavaSources.projectRoot().resolve(folder)));
    }
    quotes("java", sources);
  }

  /** Each sample of Go in the page is in this source of the project. */
  public void quotesGo(String source) throws IOException {
    quotes("go", List.of(JavaSources.projectRoot().resolve(source)));
  }

  /** Each sample of Kotlin in the page is in one of these sources of the project. */
  public void quotesKotlin(String... sources) throws IOException {
    quotes("kotlin", Stream.of(sources).map(JavaSources.projectRoot()::resolve).toList());
  }

  private void quotes(String language, List<Path> files) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path source : files) {
      all.append(Files.readString(source));
    }
    String sources = squeezed(all.toString());
    Matcher sample = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(text());
    int count = 0;
    while (sample.find()) {
      assertThat(sources.contains(squeezed(sample.group(1))))
          .as("a source has the sample of " + file + ":\n" + sample.group(1))
          .isTrue();
      count++;
    }
    assertThat(count).isPositive();
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
