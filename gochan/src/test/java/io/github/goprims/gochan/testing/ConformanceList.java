package io.github.goprims.gochan.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of {@code docs/conformance.md}, and the list of their tests that is made beside it. */
final class ConformanceList {

  private static final Pattern ROW =
      Pattern.compile("\\| ([A-Z]+-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\|");
  private static final Pattern ROW_START = Pattern.compile("\\|\\s*[A-Z]+-\\d+.*");
  private static final String CHAPTER = "## ";

  record Row(String chapter, String id, String what, String status) {

    boolean needsTests() {
      return status.startsWith("kept") || status.startsWith("adapted");
    }
  }

  private final List<Row> rows = new ArrayList<>();

  private ConformanceList(List<String> lines) {
    String chapter = "";
    for (String line : lines) {
      if (line.startsWith(CHAPTER)) {
        chapter = line;
      } else if (ROW_START.matcher(line).matches()) {
        rows.add(parse(chapter, line));
      }
    }
  }

  static ConformanceList of(Path file) throws IOException {
    return new ConformanceList(Files.readAllLines(file));
  }

  List<Row> rows() {
    return rows;
  }

  private static Row parse(String chapter, String line) {
    Matcher cells = ROW.matcher(line);
    if (!cells.matches()) {
      throw new AssertionError("not a row of three cells: " + line);
    }
    return new Row(chapter, cells.group(1), cells.group(2).strip(), cells.group(3).strip());
  }

  /** The lines of the list of tests, for the tests that have been found. */
  List<String> testLines(SortedMap<String, SortedSet<String>> found, String command) {
    List<String> lines = new ArrayList<>();
    lines.add("# Conformance: the tests");
    lines.add("");
    lines.add(
        "The tests that prove each fact of [conformance.md](conformance.md). Made from the"
            + " `@Spec` annotations of the tests; do not edit it, but run:");
    lines.add("");
    lines.add("    " + command);
    String chapter = "";
    for (Row row : rows) {
      SortedSet<String> tests = found.getOrDefault(row.id, new TreeSet<>());
      if (!row.chapter.equals(chapter) && !tests.isEmpty()) {
        chapter = row.chapter;
        lines.add("");
        lines.add(chapter);
      }
      if (!tests.isEmpty()) {
        lines.add("");
        lines.add("### " + row.id);
        lines.add("");
        tests.forEach(test -> lines.add("- `" + test + "`"));
      }
    }
    return lines;
  }
}
