package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import io.github.goprims.gochan.testing.ConformanceList.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/conformance.md} is complete, and {@code docs/conformance-tests.md} tells the truth
 * about the tests.
 */
class ConformanceTest {

  private static final String UPDATE = "goprims.update";
  private static final String COMMAND =
      "./mvnw -pl gochan test -Dtest=ConformanceTest -D" + UPDATE + "=true";

  private static final String STATUS = "kept|adapted: \\S.*|not applicable: \\S.*";

  private final Path root = JavaSources.projectRoot();
  private final Path file = root.resolve("docs/conformance.md");
  private final Path testsFile = root.resolve("docs/conformance-tests.md");

  private static List<String> expectedIds() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("FAIL", 6);
    counts.put("CHAN", 37);
    counts.put("SELECT", 26);
    counts.put("MUTEX", 18);
    counts.put("RW", 17);
    counts.put("WG", 17);
    counts.put("ONCE", 12);
    counts.put("COND", 13);
    counts.put("POOL", 12);
    counts.put("MAP", 16);
    counts.put("CTX", 54);
    counts.put("TIMER", 27);
    counts.put("ERRG", 17);
    counts.put("SEM", 15);
    counts.put("SF", 13);
    counts.put("SYNCTEST", 22);
    counts.put("INT", 12);
    counts.put("FLOW", 14);
    counts.put("DIAG", 13);
    List<String> ids = new ArrayList<>();
    counts.forEach(
        (group, count) -> {
          for (int i = 1; i <= count; i++) {
            ids.add("%s-%02d".formatted(group, i));
          }
        });
    return ids;
  }

  @Test
  void everyFactHasOneRowInOrder() throws IOException {
    assertThat(ConformanceList.of(file).rows())
        .extracting(Row::id)
        .containsExactlyElementsOf(expectedIds())
        .hasSize(361);
  }

  @Test
  void everyRowSaysWhatBecomesOfTheFact() throws IOException {
    assertThat(ConformanceList.of(file).rows())
        .allSatisfy(
            row -> {
              assertThat(row.what()).as(row.id()).isNotBlank();
              assertThat(row.status()).as(row.id()).matches(STATUS);
            });
  }

  @Test
  void whatIsKeptOrAdaptedHasATest() throws IOException {
    SortedMap<String, SortedSet<String>> found = SpecScan.of(root);
    assertThat(ConformanceList.of(file).rows())
        .filteredOn(Row::needsTests)
        .extracting(Row::id)
        .as("IDs without a test that carries them in @Spec")
        .allMatch(found::containsKey);
  }

  @Test
  void noTestCarriesAnUnknownId() throws IOException {
    assertThat(expectedIds()).containsAll(SpecScan.of(root).keySet());
  }

  @Test
  void noTextNamesAnUnknownId() throws IOException {
    List<Path> files = new ArrayList<>(JavaSources.below(root));
    try (Stream<Path> documents = Files.walk(root.resolve("docs"))) {
      documents.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
    }
    files.add(root.resolve("README.md"));
    files.add(root.resolve("jcstress-tests/README.md"));
    List<String> known = expectedIds();
    Pattern id =
        Pattern.compile(
            known.stream()
                .map(each -> each.replaceAll("-.*", ""))
                .distinct()
                .collect(Collectors.joining("|", "\\b(?:", ")-\\d+\\b")));
    List<String> unknown = new ArrayList<>();
    for (Path file : files) {
      id.matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .filter(each -> !known.contains(each))
          .forEach(each -> unknown.add(root.relativize(file) + ": " + each));
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void theListOfTestsMatchesTheSources() throws IOException {
    List<String> lines = ConformanceList.of(file).testLines(SpecScan.of(root), COMMAND);
    if (Boolean.getBoolean(UPDATE)) {
      Files.write(testsFile, lines);
      return;
    }
    assertThat(testsFile)
        .as("to be repaired by %s", COMMAND)
        .content()
        .isEqualTo(String.join("\n", lines) + "\n");
  }

  @Test
  void annotationsAreFoundWhereverTheyMayStand(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("SampleTest.java");
    Files.writeString(
        source,
        """
        package sample;
        // @Spec("CHAN-01") in a comment
        @Spec("CHAN-02")
        class SampleTest {
          String text = "@Spec(\\"CHAN-03\\") void text() {}";
          @Test
          @Spec({"CHAN-04", "CHAN-05"})
          <T> void method(@Spec("CHAN-06") int parameter) {}
          @Spec(value = "CHAN-04") static class Nested {
            @Spec(value = {"CHAN-05"}) @Test public void inner() {}
          }
          @Spec({}) void none() {}
        }
        """);
    List<CompilationUnitTree> units = JavaSources.parse(List.of(source));
    assertThat(SpecScan.of(units))
        .containsOnlyKeys("CHAN-02", "CHAN-04", "CHAN-05")
        .containsEntry("CHAN-02", new TreeSet<>(List.of("SampleTest")))
        .containsEntry("CHAN-04", new TreeSet<>(List.of("SampleTest.method", "SampleTest.Nested")))
        .containsEntry(
            "CHAN-05", new TreeSet<>(List.of("SampleTest.method", "SampleTest.Nested.inner")));
  }
}
