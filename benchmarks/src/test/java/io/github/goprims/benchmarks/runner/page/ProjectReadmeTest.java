package io.github.goprims.benchmarks.runner.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.benchmarks.runner.WrittenBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README of the project says of speed is what was published. */
class ProjectReadmeTest {

  @Test
  void itsFiguresAreThoseOfTheCommittedResults() throws IOException {
    Run run = RunFile.read(Path.of("../docs/benchmarks"));
    List<Line> rows = run.groups().values().stream().flatMap(List::stream).toList();
    String text =
        Findings.sentences(rows)
            + "\nMeasured on %s: %s, %s; JDK %s; Go %s.\n"
                .formatted(
                    run.pieces().get(0).date().substring(0, "2026-01-01".length()),
                    run.build().processor(),
                    run.build().system(),
                    version(run.build().java()),
                    version(run.build().go()));
    WrittenBlock.check(Path.of("../README.md"), "speed", ProjectReadmeTest.class, text);
  }

  /** The first number of a version in what a program says of itself. */
  private static String version(String text) {
    Matcher number = Pattern.compile("\\d+(\\.\\d+)+").matcher(text);
    assertThat(number.find()).as(text).isTrue();
    return number.group();
  }
}
