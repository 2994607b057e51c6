package io.github.goprims.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/correctness.md} on memory order are what the bytecode does. */
class WeakMemoryTest {

  private static final String WEAK = "### Accesses weaker than volatile";
  private static final String RACY = "### Plain fields that are read in races";
  private static final String GUARDED = "### Plain fields and what guards them";

  private static MemoryAccesses accesses;

  private final CorrectnessPage page = new CorrectnessPage();

  @BeforeAll
  static void scan() throws Exception {
    accesses = MemoryAccesses.ofTheLibrary();
  }

  @Test
  void everyAccessWeakerThanVolatileIsInTheTable() throws IOException {
    List<String> listed = new ArrayList<>();
    for (List<String> row : page.rows(WEAK)) {
      listed.add(row.get(0) + " | " + row.get(1));
    }
    assertThat(listed)
        .doesNotHaveDuplicates()
        .hasSameElementsAs(accesses.weakOnes().stream().map(Object::toString).toList());
  }

  @Test
  void everyPlainFieldIsInOneOfTheTables() throws IOException {
    List<String> listed = fieldsIn(RACY);
    listed.addAll(fieldsIn(GUARDED));
    Set<String> withHandle =
        accesses.weakOnes().stream().map(MemoryAccesses.Access::what).collect(Collectors.toSet());
    Set<String> expected = new TreeSet<>(accesses.plainFields());
    expected.removeAll(withHandle); // their accesses have rows of their own
    assertThat(listed).doesNotHaveDuplicates().hasSameElementsAs(expected);
  }

  private List<String> fieldsIn(String heading) throws IOException {
    List<String> fields = new ArrayList<>();
    for (List<String> row : page.rows(heading)) {
      fields.addAll(CorrectnessPage.inCode(row.get(0)));
    }
    return fields;
  }

  @Test
  void everyAccessHasATwinThatExistsOrIsArgued() throws IOException {
    Path twins = JavaSources.projectRoot().resolve("jcstress-tests/src/test/java");
    Set<String> existing =
        JavaSources.below(twins).stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    for (List<String> row : page.rows(WEAK)) {
      String twin = row.get(4);
      assertThat(twin).as("%s", row).matches("argued: .+|`\\w+Weakened`.*");
      assertThat(existing)
          .containsAll(
              CorrectnessPage.inCode(twin).stream()
                  .filter(name -> name.endsWith("Weakened"))
                  .toList());
    }
  }

  @Test
  void plainAndWeakAccessesAreSeen() {
    assertThat(accesses.weakOnes().stream().map(Object::toString))
        .contains(
            "`Ring.limit` | `plain write` in `replace`",
            "`Ring.sequence` | `plain write` in `replaceOldest`",
            "`AnyContext` | `fullFence` in `leave`");
    assertThat(accesses.plainFields()).contains("Waiter.wakeOwed").doesNotContain("Waiter.outcome");
  }
}
