package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a document that a test keeps true, between two comments. */
public final class WrittenBlock {
  private WrittenBlock() {}

  /**
   * Compares the block with {@code text}; with {@code -Dgoprims.update=true} makes it that.
   *
   * @param document its file
   * @param name that the comments have
   * @param test that keeps it true
   */
  public static void check(Path document, String name, Class<?> test, String text)
      throws IOException {
    String start = "<!-- %s: written by %s -->\n".formatted(name, test.getSimpleName());
    String all = Files.readString(document);
    assertThat(all).contains(start);
    int from = all.indexOf(start) + start.length();
    int to = all.indexOf("<!-- end of " + name + " -->\n", from);
    assertThat(to).as("the end of %s in %s", name, document).isPositive();
    String expected = "\n" + text + "\n";
    if (Boolean.getBoolean("goprims.update")) {
      Files.writeString(document, all.substring(0, from) + expected + all.substring(to));
    } else {
      assertThat(all.substring(from, to))
          .as("%s; -Dgoprims.update=true writes it anew", document)
          .isEqualTo(expected);
    }
  }
}
