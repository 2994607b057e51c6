package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README names what there is. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  /** With {@code -Dgoprims.update=true} the table is written anew. */
  @Test
  void theTableOfCurvesIsThatOfTheRows() throws IOException {
    WrittenBlock.check(README, "curves", ReadmeTest.class, curves());
  }

  @Test
  void eachColumnIsExplained() throws IOException {
    Set<String> explained = codeIn("^\\| (`[^|]*) \\|");
    for (Row row : Rows.all()) {
      assertThat(explained).as("peers of %s", row.id()).containsAll(row.allPeers());
    }
    assertThat(explained).containsAll(Row.WAYS).contains(Row.BASE);
  }

  /** Of rows whose names begin with the same word, one. */
  @Test
  void eachKindOfRowIsExplained() throws IOException {
    Set<String> explained = kinds(codeIn("^\\| (`[^|]*) \\|"));
    assertThat(explained)
        .containsAll(
            kinds(Rows.chosen(List.of()).stream().map(Row::id).collect(Collectors.toSet())));
  }

  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml")) + Files.readString(Path.of("../pom.xml"));
    String readme = Files.readString(README);
    assertThat(readme)
        .contains("Jox " + version(pom, "jox"))
        .contains("`io.grpc.Context` " + version(pom, "grpc"))
        .contains("Netty's `Recycler` " + version(pom, "netty"))
        .contains("kotlinx.coroutines " + version(pom, "coroutines"));
  }

  private static String curves() {
    Map<String, StringBuilder> sizes = new LinkedHashMap<>();
    Map<String, Row> first = new LinkedHashMap<>();
    for (Row row : Rows.ofCurves()) {
      String name = row.curve().orElseThrow().name();
      String size = row.id().substring("curve-".length() + name.length() + 1);
      first.putIfAbsent(name, row);
      sizes.computeIfAbsent(name, n -> new StringBuilder()).append(' ').append(size);
    }
    StringBuilder table = new StringBuilder("| curve | operation | size | points | beside |\n");
    table.append("|---|---|---|---|---|\n");
    first.forEach(
        (name, row) ->
            table.append(
                "| `%s` | %s, %s | %s |%s | %s |%n"
                    .formatted(
                        name,
                        row.curve().orElseThrow().title(),
                        row.unit().symbol,
                        row.curve().orElseThrow().axis(),
                        sizes.get(name),
                        peers(row))));
    return table.toString();
  }

  private static String peers(Row row) {
    String usual = String.join(" ", row.peers().subList(1, row.peers().size()));
    return row.morePeers().isEmpty()
        ? usual
        : usual + " (" + String.join(" ", row.morePeers()) + ")";
  }

  /** What stands in code in the cells that the pattern finds. */
  private static Set<String> codeIn(String cells) throws IOException {
    return Pattern.compile(cells, Pattern.MULTILINE)
        .matcher(Files.readString(README))
        .results()
        .map(cell -> cell.group(1))
        .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
        .map((MatchResult code) -> code.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> kinds(Set<String> ids) {
    return ids.stream()
        .map(id -> id.replaceFirst("[-\\d].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String version(String pom, String name) {
    String tag = name + ".version>";
    int start = pom.indexOf("<" + tag) + tag.length() + 1;
    return pom.substring(start, pom.indexOf("</" + tag));
  }
}
