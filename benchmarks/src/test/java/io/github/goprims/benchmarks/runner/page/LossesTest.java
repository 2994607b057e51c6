package io.github.goprims.benchmarks.runner.page;

import static io.github.goprims.benchmarks.runner.page.MadeUp.peer;
import static io.github.goprims.benchmarks.runner.page.MadeUp.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that are lost, and why. */
class LossesTest {
  private static final List<Line> ROWS =
      List.of(
          MadeUp.usualRow("stream-0"),
          row("sieve-0", peer("goprims", Kind.OURS, 30.0), peer("go", Kind.GO, 15.0)),
          row("mutex", peer("goprims", Kind.OURS, 1.0), peer("go", Kind.GO, 1.1)));

  @Test
  void eachLostRowIsNamedWithItsExplanation() {
    Losses losses =
        new Losses(
            Losses.parse(
                "Words before.\n\n## syncq, go: ^sieve\nA switch\nfor each value.\n\n## syncq: ^stream\nOf another.\n"));
    assertThat(losses.markdown(ROWS))
        .isEqualTo(
            """
            - `sieve-0` 2.00 beside Go. A switch for each value.
            - `stream-0` 2.00 (1.80–2.20) beside Jox. Not explained yet.
            """);
    assertThat(losses.unexplained(ROWS)).containsExactly("stream-0 (jox)");
  }

  @Test
  void whereNothingIsLostThatIsSaid() {
    assertThat(new Losses(List.of()).markdown(ROWS.subList(2, 3))).isEqualTo("None.\n");
  }

  @Test
  void thoseThatAreWrittenDownCanBeRead() {
    assertThat(Losses.explained().unexplained(ROWS)).containsExactly("stream-0 (jox)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.parse("## rust: a\nb"))
        .withMessageContaining("no peer 'rust'");
  }
}
