package io.github.goprims.benchmarks.runner.page;

import static io.github.goprims.benchmarks.runner.page.MadeUp.peer;
import static io.github.goprims.benchmarks.runner.page.MadeUp.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.goprims.benchmarks.runner.page.Ratio.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ours beside others. */
class RatioTest {

  @Test
  void isTakenWithinEachRoundThatBothFinished() {
    Line row =
        row(
            "stream-0",
            peer("goprims", Kind.OURS, 100.0, null, 300.0),
            peer("go", Kind.GO, 200.0, 200.0, 200.0));
    Ratio ratio = row.ratio(Kind.GO).orElseThrow();
    assertThat(ratio.rounds()).containsExactly(0.5, 1.5);
    assertThat(ratio.median()).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void theBestPeerIsTheOneWithTheLeastMedian() {
    Line row = MadeUp.usualRow("stream-0");
    assertThat(row.ratios())
        .extracting(Ratio::to, Ratio::peer)
        .containsExactly(
            tuple(Kind.GO, "go"), tuple(Kind.JVM, "jox"), tuple(Kind.FLOOR, "floor-park"));
  }

  @Test
  void whoDidNotTakePartOrFailedIsComparedWithNothing() {
    assertThat(
            row("a", peer("goprims", Kind.OURS, 1.0), peer("go", Kind.GO, (Double) null)).ratios())
        .isEmpty();
    assertThat(row("a", peer("jox", Kind.JVM, 1.0)).ratios()).isEmpty();
  }

  @Test
  void aRangeAroundOneOrAMedianNearItIsATie() {
    assertThat(verdict(0.5, 0.6, 0.7)).isEqualTo(Verdict.FASTER);
    assertThat(verdict(0.5, 0.6, 1.01)).isEqualTo(Verdict.TIE);
    assertThat(verdict(0.88, 0.89, 0.9)).isEqualTo(Verdict.TIE);
    assertThat(verdict(1.16, 1.2, 1.3)).isEqualTo(Verdict.SLOWER);
    assertThat(verdict(1.2)).isEqualTo(Verdict.SLOWER);
    assertThat(verdict(1.15)).isEqualTo(Verdict.TIE);
  }

  private static Verdict verdict(Double... rounds) {
    return new Ratio(Kind.GO, "go", List.of(rounds)).verdict();
  }
}
