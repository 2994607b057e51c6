package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.ConformanceList.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each promise of {@code docs/guarantees.md} names what shows it, and that is there. */
class GuaranteesPageTest {

  private static final Pattern ID = Pattern.compile("\\b[A-Z]+-\\d\\d\\b");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test(?:\\.\\w+)?)`");
  private static final Pattern LINK = Pattern.compile("\\]\\([^)]+\\)");

  private static final String ROWS_WITH_PROOF = "| shown by |";

  private final Path root = JavaSources.projectRoot();

  private String page() throws IOException {
    return Files.readString(root.resolve("docs/guarantees.md"));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(result.groupCount()))
        .distinct()
        .toList();
  }

  /** The items of lists, and the rows of tables with a column for proofs. */
  private static List<String> promises(String page) {
    List<String> promises = new ArrayList<>();
    boolean isWithProof = false;
    for (String line : page.lines().toList()) {
      if (line.endsWith(ROWS_WITH_PROOF)) {
        isWithProof = true;
      } else if (line.isBlank()) {
        isWithProof = false;
      } else if (line.startsWith("- ") || isWithProof && !line.startsWith("|---")) {
        promises.add(line);
      }
    }
    return promises;
  }

  private static boolean hasProof(String promise) {
    return ID.matcher(promise).find()
        || TEST.matcher(promise).find()
        || LINK.matcher(promise).find();
  }

  @Test
  void eachPromiseNamesWhatShowsIt() throws IOException {
    assertThat(promises(page())).hasSizeGreaterThan(50).allMatch(GuaranteesPageTest::hasProof);
  }

  @Test
  void eachFactIsKeptOrAdapted() throws IOException {
    List<String> facts =
        ConformanceList.of(root.resolve("docs/conformance.md")).rows().stream()
            .filter(Row::needsTests)
            .map(Row::id)
            .toList();
    assertThat(facts).containsAll(all(ID, page()));
  }

  @Test
  void eachTestIsThere() throws IOException {
    SourceNames names = SourceNames.of(root);
    assertThat(all(TEST, page())).hasSizeGreaterThan(20).allMatch(names::has);
  }

  @Test
  void nothingIsSerializable() throws IOException {
    for (String module : List.of("gochan", "gocontext", "gosync", "gotest")) {
      Path api = root.resolve(module).resolve("api.txt");
      assertThat(api).content().isNotBlank().doesNotContainPattern("Serializable|\\benum ");
    }
  }

  @Test
  void aPromiseWithoutProofIsSeen() {
    String page =
        """
        # Page
        | a | b |
        |---|---|
        | no | promise |

        - shown by nothing
        - shown by CHAN-01
        - shown by `DocsTest`

        | what | shown by |
        |---|---|
        | a | [page](page.md) |
        | b | hope |
        """;
    assertThat(promises(page)).hasSize(5);
    assertThat(promises(page).stream().filter(promise -> !hasProof(promise)))
        .containsExactly("- shown by nothing", "| b | hope |");
  }
}
