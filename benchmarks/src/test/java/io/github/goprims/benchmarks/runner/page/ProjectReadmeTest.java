package io.github.goprims.benchmarks.runner.page;

import io.github.goprims.benchmarks.runner.WrittenBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README of the project says of speed is what was published. */
class ProjectReadmeTest {

  @Test
  void itsFiguresAreThoseOfTheCommittedResults() throws IOException {
    Run run = RunFile.read(Path.of("../docs/benchmarks"));
    List<Line> rows = run.groups().values().stream().flatMap(List::stream).toList();
    String text =
        Findings.sentences(rows)
            + "\nMeasured on %s: %s, %s; %s; %s.\n"
                .formatted(
                    run.pieces().get(0).date().substring(0, "2026-01-01".length()),
                    run.build().processor(),
                    run.build().system(),
                    run.build().java(),
                    run.build().go());
    WrittenBlock.check(Path.of("../README.md"), "speed", ProjectReadmeTest.class, text);
  }
}
