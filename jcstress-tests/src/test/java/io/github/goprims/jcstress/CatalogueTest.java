package io.github.goprims.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import io.github.goprims.jcstress.Catalogue.Family;
import io.github.goprims.jcstress.Catalogue.Suite;
import io.github.goprims.jcstress.Catalogue.Twin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of the README are what the Javadoc of the suites says, and that is complete. */
class CatalogueTest {

  private static final String UPDATE = "goprims.update";
  private static final String COMMAND =
      "./mvnw -pl jcstress-tests -am test -Dtest=CatalogueTest -D" + UPDATE + "=true";

  private static final Path MODULE = JavaSources.projectRoot().resolve("jcstress-tests");

  private static Catalogue catalogue;

  @BeforeAll
  static void read() throws IOException {
    List<Path> sources = new ArrayList<>();
    sources.addAll(JavaSources.below(MODULE.resolve("src/main/java")));
    sources.addAll(JavaSources.below(MODULE.resolve("src/test/java")));
    sources.removeIf(file -> !file.toString().matches(".*(Jcstress|Weakened)\\.java"));
    try (var manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      List<JavaFileObject> objects = new ArrayList<>();
      manager.getJavaFileObjectsFromPaths(sources).forEach(objects::add);
      catalogue = CatalogueReader.read(objects);
    }
  }

  @Test
  void everySuiteSaysWhatItHuntsAndEveryTwinWhoseItIs() {
    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.suites()).hasSizeGreaterThan(100);
    assertThat(catalogue.suites())
        .extracting(Suite::name)
        .containsAll(catalogue.twins().stream().map(Twin::suite).toList());
  }

  /** As the suites and the twins run, they read their sources there. */
  @Test
  void theClassPathHasTheSameCatalogue() throws IOException {
    assertThat(CatalogueReader.ofClassPath()).isEqualTo(catalogue);
  }

  @Test
  void theTablesMatchTheSources() throws IOException {
    matches("suites", suites());
    matches("twins", twins());
  }

  private void matches(String block, String expected) throws IOException {
    Path file = MODULE.resolve("README.md");
    String page = Files.readString(file);
    String start = "<!-- " + block + ": written by CatalogueTest -->\n";
    String end = "<!-- end of " + block + " -->";
    int from = page.indexOf(start) + start.length();
    int to = page.indexOf(end);
    assertThat(from).as("in " + file + ": " + start).isBetween(start.length(), to);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, page.substring(0, from) + expected + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).as("to be repaired by " + COMMAND).isEqualTo(expected);
    }
  }

  private static String suites() {
    StringBuilder text = new StringBuilder();
    String primitive = "";
    for (Family family : catalogue.families()) {
      if (!family.primitive().equals(primitive)) {
        primitive = family.primitive();
        text.append("\n### ").append(primitive).append('\n');
      }
      text.append("\n`%sJcstress`: %s\n\n".formatted(family.name(), family.description()));
      text.append("| race | hunts | guards |\n|---|---|---|\n");
      for (Suite suite : family.suites()) {
        row(text, "`" + suite.simpleName() + "`", suite.hunts(), suite.guards());
      }
    }
    return text.append('\n').toString();
  }

  private static String twins() {
    StringBuilder text = new StringBuilder("\n| twin | of | weakened |\n|---|---|---|\n");
    for (Twin twin : catalogue.twins()) {
      row(text, "`" + twin.simpleName() + "`", twin.twin(), twin.weakened());
    }
    return text.append('\n').toString();
  }

  private static void row(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    text.append("|\n");
  }

  @Test
  void whatIsMissingIsSeen() throws IOException {
    assertThat(problems("/** @guards x */", "/** @hunts a bug */"))
        .contains(
            "sample.SampleJcstress has no @primitive",
            "sample.SampleJcstress: nobody knows @guards",
            "sample.SampleJcstress.Race has no @guards");
    assertThat(
            problems(
                "/** @primitive Sample */",
                "/** @guards {@link #gone}\n"
                    + " * @see Object#wait()\n"
                    + " * @see Object#gone\n"
                    + " * @see String */"))
        .containsExactly(
            "sample.SampleJcstress.Race: there is no #gone",
            "sample.SampleJcstress.Race: there is no Object#gone",
            "sample.SampleJcstress.Race: @see names no method: java.lang.String",
            "sample.SampleJcstress.Race has no @hunts");
  }

  @Test
  void aTwinBelongsToASuite() throws IOException {
    String twin =
        """
        package sample;
        /** @twin {@link Object}
         *  @weakened all */
        @org.openjdk.jcstress.annotations.JCStressTest class SampleWeakened {}
        """;
    assertThat(CatalogueReader.read(List.of(source("SampleWeakened", twin))).problems())
        .containsExactly("sample.SampleWeakened: @twin has no link to a suite");
  }

  @Test
  void everythingIsRead() throws IOException {
    String text =
        """
        package sample;
        /**
         * Races of samples. For tests.
         * @primitive Sample
         */
        class SampleJcstress {
          /**
           * With two.
           * @hunts what {@link Object#wait() waits} for {@code nobody}
           * @guards {@link Object#wait}: why
           * @see Object#wait(long)
           */
          @org.openjdk.jcstress.annotations.JCStressTest
          static class Race {}
        }
        """;
    Catalogue catalogue = CatalogueReader.read(List.of(source("SampleJcstress", text)));
    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.families())
        .containsExactly(
            new Family(
                "sample",
                "Sample",
                "Sample",
                "Races of samples.",
                List.of(
                    new Suite(
                        "sample.SampleJcstress.Race",
                        "With two.",
                        "what waits for `nobody`",
                        "`Object.wait`: why",
                        List.of("java.lang.Object#wait")))));
  }

  private static List<String> problems(String ofClass, String ofSuite) throws IOException {
    String text =
        "package sample; %s class SampleJcstress { %s @org.openjdk.jcstress.annotations.JCStressTest static class Race {} }"
            .formatted(ofClass, ofSuite);
    return CatalogueReader.read(List.of(source("SampleJcstress", text))).problems();
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///sample/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
