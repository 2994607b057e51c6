package io.github.goprims.gochan.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of {@code docs/conformance.md}. */
final class ConformanceList {

  private static final Pattern ROW =
      Pattern.compile("\\| ([A-Z]+-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\| ([^|]*)\\|");
  private static final Pattern ROW_START = Pattern.compile("\\|\\s*[A-Z]+-\\d+.*");

  record Row(String id, String what, String status, String tests) {

    boolean needsTests() {
      return status.startsWith("kept") || status.startsWith("adapted");
    }

    private String line() {
      String cell = tests.isEmpty() ? "" : tests + " ";
      return "| %s | %s | %s | %s|".formatted(id, what, status, cell);
    }
  }

  private final List<String> lines;

  private ConformanceList(List<String> lines) {
    this.lines = lines;
  }

  static ConformanceList of(Path file) throws IOException {
    return new ConformanceList(Files.readAllLines(file));
  }

  List<Row> rows() {
    return lines.stream()
        .filter(line -> ROW_START.matcher(line).matches())
        .map(ConformanceList::parse)
        .toList();
  }

  private static Row parse(String line) {
    Matcher cells = ROW.matcher(line);
    if (!cells.matches()) {
      throw new AssertionError("not a row of four cells: " + line);
    }
    return new Row(
        cells.group(1), cells.group(2).strip(), cells.group(3).strip(), cells.group(4).strip());
  }

  /** The document with the tests that have been found in the place of those it names. */
  List<String> withTests(SortedMap<String, SortedSet<String>> found) {
    return lines.stream()
        .map(line -> ROW_START.matcher(line).matches() ? withTests(parse(line), found) : line)
        .toList();
  }

  private static String withTests(Row row, Map<String, SortedSet<String>> found) {
    String tests = text(found.getOrDefault(row.id, new TreeSet<>()));
    return new Row(row.id, row.what, row.status, tests).line();
  }

  static String text(SortedSet<String> tests) {
    return String.join(", ", tests);
  }
}
