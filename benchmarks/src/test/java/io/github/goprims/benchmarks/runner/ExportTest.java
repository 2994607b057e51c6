package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.benchmarks.runner.page.Kind;
import io.github.goprims.benchmarks.runner.page.Line;
import io.github.goprims.benchmarks.runner.page.Peer;
import io.github.goprims.benchmarks.runner.page.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner hands on to the page. */
class ExportTest {

  @Test
  void eachRowHasAGroup() {
    assertThat(Rows.all())
        .allSatisfy(row -> assertThat(Groups.of(row)).as(row.id()).isNotEqualTo(Groups.OTHERS));
    assertThat(group("select2-0")).isEqualTo("Selects");
    assertThat(group("rwmutex-v2-w0")).isEqualTo("Read-write locks");
    assertThat(group("mutex")).isEqualTo("Locks");
    assertThat(group("go")).isEqualTo("Tasks");
  }

  private static String group(String row) {
    return Groups.of(Rows.chosen(List.of(row)).get(0));
  }

  @Test
  void aPointOfACurveSaysWhichAndWhere() {
    Row row = Rows.chosen(List.of("mutex")).get(0);
    Row point = row.onCurve(new Row.Curve("threads", "A mutex, by threads", "threads", 8));
    Line line = Export.line(new Results(point, List.of("goprims")), 1);
    assertThat(line.group()).isEqualTo(Groups.CURVES);
    assertThat(line.curve())
        .isEqualTo(new Line.Point("threads", "A mutex, by threads", "threads", 8));
  }

  @Test
  void scoresAreInTheUnitOfTheRowAndKnowWhatTheirPeersAre() {
    Row row = Rows.chosen(List.of("sieve-0")).get(0);
    Results results = new Results(row, List.of("goprims", "go", "syncq", "floor-park", "jox"));
    for (String peer : results.peers.subList(0, 4)) {
      results.add(peer, 1, new Score(List.of(31_000_000.0, 30_000_000.0, 1.0), 16.0));
    }
    results.add("goprims", 3, new Score(List.of(123_456_789.0), 24.0));
    Line line = Export.line(results, 3);
    assertThat(line.unit()).isEqualTo("ms");
    assertThat(line.group()).isEqualTo("Channels");
    assertThat(line.peers())
        .extracting(Peer::kind)
        .containsExactly(Kind.OURS, Kind.GO, Kind.JVM, Kind.FLOOR, Kind.JVM);
    assertThat(line.peers().get(0).rounds()).containsExactly(30.0, null, 123.46);
    assertThat(line.peers().get(0).allocated()).isEqualTo(20.0);
    assertThat(line.peers().get(4).rounds()).containsExactly(null, null, null);
  }

  @Test
  void aRunKnowsItsBuildAndItsMachine(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("environment.txt"),
        "date: 2026-11-28T08:00Z\ncommit: abc\narguments: stream-0 --forks 2\ngo: go 1.27\n");
    Plan plan = Plan.parse("--forks", "2", "--results", folder.toString(), "--jvm-arg", "-Xint");
    Run run =
        Export.run(
            plan,
            new WakeUp(9, 5, 20),
            List.of(new Machine(0.5, Double.NaN)),
            List.of(),
            List.of());
    assertThat(run.build().commit()).isEqualTo("abc");
    assertThat(run.build().go()).isEqualTo("go 1.27");
    assertThat(run.build().conditions()).endsWith("JVM arguments: -Xint.");
    assertThat(run.pieces().get(0).arguments()).isEqualTo("stream-0 --forks 2");
    assertThat(run.pieces().get(0).rounds()).isEqualTo(2);
    assertThat(run.pieces().get(0).wakeUp().high()).isEqualTo(20);
    assertThat(run.pieces().get(0).others()).as("not known here").isNull();
  }
}
