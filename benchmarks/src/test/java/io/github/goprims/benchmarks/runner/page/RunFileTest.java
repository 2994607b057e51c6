package io.github.goprims.benchmarks.runner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of results, for us and for others. */
class RunFileTest {

  @Test
  void whatIsWrittenIsRead(@TempDir Path folder) throws Exception {
    List<Line> rows = new ArrayList<>(List.of(MadeUp.usualRow("stream-0")));
    rows.addAll(MadeUp.curve("hop", 1, 10));
    Run run = MadeUp.run(rows, List.of(MadeUp.distribution()));
    RunFile.write(folder, run);
    assertThat(RunFile.read(folder)).isEqualTo(run);
  }

  @Test
  void othersFindWhatFollowsFromTheScores(@TempDir Path folder) throws Exception {
    RunFile.write(folder, MadeUp.run(List.of(MadeUp.usualRow("stream-0")), List.of()));
    JsonNode row = new ObjectMapper().readTree(folder.resolve(RunFile.NAME).toFile()).at("/rows/0");
    assertThat(row.at("/peers/0/median").doubleValue()).isEqualTo(100);
    assertThat(row.at("/peers/0/low").doubleValue()).isEqualTo(90);
    assertThat(row.at("/peers/0/high").doubleValue()).isEqualTo(110);
    assertThat(row.at("/ratios/0/to").textValue()).isEqualTo("go");
    assertThat(row.at("/ratios/1/peer").textValue()).isEqualTo("jox");
    assertThat(row.at("/ratios/1/median").doubleValue()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutResultsIsNamed(@TempDir Path folder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFile.read(folder))
        .withMessage("no results.json in " + folder);
  }
}
