package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkerTest {

  @TempDir Path root;

  @Test
  void filesComeInByteOrderOfTheirNames() throws Exception {
    // Characters before, at and after the slash, in names that are files and in names that are not.
    List<String> names =
        List.of(
            "a/x", "a/y/z", "a!", "a-/x", "a.txt", "a b", "a0", "a0x/x", "aa/x", "A/x", "_", "~/x");
    for (String name : names) {
      create(name);
    }
    assertThat(walk(root, "top")).isEqualTo(names.stream().map(n -> "top/" + n).sorted().toList());
  }

  @Test
  void aSlashThatWasTypedIsNotDoubled() throws Exception {
    create("a/x");
    assertThat(walk(root, "top/")).containsExactly("top/a/x");
  }

  @Test
  void aFileIsAWalkOfOne() throws Exception {
    create("x");
    assertThat(walk(root.resolve("x"), "./x")).containsExactly("./x");
  }

  @Test
  void aMissingPathIsAnEntryToo() throws Exception {
    List<Entry> entries = new ArrayList<>();
    new Walker(root.resolve("no"), Name.typed("no"), () -> false).walk(entries::add);
    assertThat(entries).singleElement().extracting(Entry::failure).isNotNull();
  }

  @Test
  void theWalkEndsWhenToldToStop() throws Exception {
    for (String name : List.of("a", "b/c", "b/d", "e")) {
      create(name);
    }
    List<String> found = new ArrayList<>();
    new Walker(root, Name.typed("top"), () -> found.size() == 2)
        .walk(entry -> found.add(entry.name().toString()));
    assertThat(found).containsExactly("top/a", "top/b/c");
  }

  @Test
  void listingALargeDirectoryCanBeStopped() throws Exception {
    for (int i = 0; i < 100; i++) {
      create("top/" + i);
    }
    int[] checks = {0};
    new Walker(root, Name.typed("top"), () -> ++checks[0] > 10).walk(entry -> {});
    assertThat(checks[0]).isLessThan(30);
  }

  private void create(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private static List<String> walk(Path path, String typed) throws InterruptedException {
    List<String> found = new ArrayList<>();
    new Walker(path, Name.typed(typed), () -> false)
        .walk(
            entry -> {
              assertThat(entry.failure()).isNull();
              found.add(entry.name().toString());
            });
    return found;
  }
}
