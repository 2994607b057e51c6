package io.github.goprims.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The page {@code docs/correctness.md}: its tables, by the headings they stand under. */
final class CorrectnessPage {

  private static final String UPDATE = "goprims.update";
  private static final String COMMAND =
      "./mvnw -pl jcstress-tests -am test -Dtest=CorrectnessPageTest -D" + UPDATE + "=true";

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Path file = JavaSources.projectRoot().resolve("docs/correctness.md");

  /** The rows of the tables below a heading, up to the next one, as cells. */
  List<List<String>> rows(String heading) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean here = false;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#")) {
        here = line.equals(heading);
      } else if (here && line.startsWith("|") && !line.startsWith("|---")) {
        rows.add(
            List.of(line.substring(1, line.length() - 1).split("\\|")).stream()
                .map(String::strip)
                .toList());
      }
    }
    if (rows.isEmpty()) {
      throw new AssertionError("no table below " + heading);
    }
    return rows.subList(1, rows.size());
  }

  /** The headings of the primitives, in order. */
  List<String> primitives() throws IOException {
    return Files.readAllLines(file).stream()
        .dropWhile(line -> !line.equals("## Primitives"))
        .takeWhile(line -> !line.equals("## Weak memory"))
        .filter(line -> line.startsWith("### "))
        .map(line -> line.substring("### ".length()))
        .toList();
  }

  /** Compares what stands between two marks with {@code expected}, or writes it there. */
  void matches(String block, String expected) throws IOException {
    String page = Files.readString(file);
    String start = "<!-- " + block + ": written by CorrectnessPageTest -->";
    int from = page.indexOf(start) + start.length();
    int to = page.indexOf("<!-- end of " + block + " -->");
    assertThat(from).as("in " + file + ": " + start).isBetween(start.length(), to);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, page.substring(0, from) + expected + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).as("to be repaired by " + COMMAND).isEqualTo(expected);
    }
  }

  /** What stands in code in a text. */
  static List<String> inCode(String text) {
    return CODE.matcher(text).results().map((MatchResult result) -> result.group(1)).toList();
  }
}
