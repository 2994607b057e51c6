package io.github.goprims.examples.diagnosing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The document, whose outputs are those of the programs. */
final class Page {

  static final Path FILE = JavaSources.projectRoot().resolve("docs/diagnosing.md");

  private static final String UPDATE = "goprims.update";
  private static final String COMMAND =
      "./mvnw -pl examples -am test -Dtest=DiagnosingPageTest -D" + UPDATE + "=true";

  private static final String SPAN = "\\d+ (?:ms|s|min \\d+ s|h \\d+ min)";

  private Page() {}

  /**
   * Compares the block under {@code <!-- output: NAME -->} with {@code output}, or makes it that.
   */
  static void shows(String name, String output) throws IOException {
    String page = Files.readString(FILE);
    String start = "<!-- output: " + name + " -->\n```text\n";
    int from = page.indexOf(start) + start.length();
    assertThat(from).as("in " + FILE + ": " + start).isGreaterThanOrEqualTo(start.length());
    int to = page.indexOf("```\n", from);
    String shown = page.substring(from, to);
    String expected = output.stripTrailing() + "\n";
    if (plain(shown).equals(plain(expected))) {
      return; // also on an update: times and the like stay as they are
    }
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(FILE, page.substring(0, from) + expected + page.substring(to));
      return;
    }
    assertThat(plain(shown)).as("to be repaired by " + COMMAND).isEqualTo(plain(expected));
  }

  /** Without what differs from run to run, or from one JDK or version of the library to another. */
  private static String plain(String text) {
    return text.replaceAll("for (up to )?" + SPAN + "( to " + SPAN + ")?", "for a while")
        .replaceAll("(?m)(at (?!io\\.github\\.goprims\\.examples)\\S+:)\\d+\\)$", "$1)")
        .replaceAll("lambda\\$(\\w+)\\$\\d+", "lambda $1")
        .replaceAll("@[0-9a-f]+", "@")
        .replaceAll("WithDeadline\\([^)]*\\)", "WithDeadline")
        .replaceAll("(size|active|running|steals|tasks) = \\d+", "$1");
  }

  /** Each sample of Java in the page is in one of the programs. */
  static void quotesSources(Path sources) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : JavaSources.below(sources)) {
      all.append(Files.readString(file));
    }
    Matcher sample = Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(FILE));
    int count = 0;
    while (sample.find()) {
      assertThat(squeezed(all.toString())).contains(squeezed(sample.group(1)));
      count++;
    }
    assertThat(count).isPositive();
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
