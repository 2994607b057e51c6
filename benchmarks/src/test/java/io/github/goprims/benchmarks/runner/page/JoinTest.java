package io.github.goprims.benchmarks.runner.page;

import static io.github.goprims.benchmarks.runner.page.MadeUp.peer;
import static io.github.goprims.benchmarks.runner.page.MadeUp.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs made in pieces. */
class JoinTest {

  @Test
  void rowsStandOneAfterTheOther() {
    Run joined =
        Join.of(
            List.of(
                MadeUp.run(List.of(MadeUp.usualRow("a")), List.of()),
                MadeUp.run(List.of(MadeUp.usualRow("b")), List.of(MadeUp.distribution()))));
    assertThat(joined.rows()).extracting(Line::name).containsExactly("a", "b");
    assertThat(joined.pieces()).hasSize(2);
    assertThat(joined.distributions()).hasSize(1);
  }

  @Test
  void aRowMeasuredTwiceHasTheRoundsOfBoth() {
    Line first = row("a", peer("goprims", Kind.OURS, 1.0, 2.0), peer("jox", Kind.JVM, 4.0, 4.0));
    Line second = row("a", peer("goprims", Kind.OURS, 3.0), peer("go", Kind.GO, 6.0));
    Run joined =
        Join.of(
            List.of(MadeUp.run(List.of(first), List.of()), MadeUp.run(List.of(second), List.of())));
    Line row = joined.rows().get(0);
    assertThat(row.peer("goprims").orElseThrow().rounds()).containsExactly(1.0, 2.0, 3.0);
    assertThat(row.ratio(Kind.JVM).orElseThrow().rounds()).containsExactly(0.25, 0.5);
    assertThat(row.ratio(Kind.GO).orElseThrow().rounds()).containsExactly(0.5);
  }

  @Test
  void anotherBuildOrMachineIsRefused() {
    Run run = MadeUp.run("jar 1, Go program 2", "EPYC", List.of(), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Join.of(
                    List.of(run, MadeUp.run("jar 3, Go program 2", "EPYC", List.of(), List.of()))))
        .withMessageContaining("not of one build and one machine")
        .withMessageContaining(
            "differ in programs, 'jar 1, Go program 2' and 'jar 3, Go program 2'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Join.of(
                    List.of(run, MadeUp.run("jar 1, Go program 2", "Xeon", List.of(), List.of()))))
        .withMessageContaining("differ in processor, 'EPYC' and 'Xeon'");
  }
}
