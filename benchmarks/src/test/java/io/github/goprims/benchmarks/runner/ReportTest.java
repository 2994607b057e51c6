package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tables say of given scores. */
class ReportTest {

  private static final List<Machine> QUIET = List.of(new Machine(0.1, 2));

  @Test
  void waysAreComparedWithTheBestFixedOneOfEachRow() {
    Results stream = byWays("stream-0");
    add(stream, "adaptive", 110, 120, 130);
    add(stream, "yield", 400, 420, 410);
    add(stream, "park", 300, 310, 320);
    add(stream, "look", 100, 100, 100);
    add(stream, "long-look", 105, 106, 107);
    Results sieve = byWays("sieve-0");
    add(sieve, "adaptive", 50e6, 60e6, 70e6);
    add(sieve, "yield", 40e6, 40e6, 40e6);
    add(sieve, "park", 80e6, 80e6, 80e6);
    add(sieve, "look", 400e6, 400e6, 400e6);
    assertThat(lines(List.of(stream, sieve)))
        .containsSubsequence(
            "| row | operation | adaptive | yield | park | look | long-look | adaptive / best fixed |",
            "| stream-0 | transfer, senders x receivers: 1 x 1, unbuffered, ns | 120 (110–130)"
                + " | 410 (400–420) | 310 (300–320) | 100 (100–100) | 106 (105–107)"
                + " | 1.20 (1.10–1.30) look |",
            "| sieve-0 | sieve of 500 primes, unbuffered, ms | 60.0 (50.0–70.0)"
                + " | 40.0 (40.0–40.0) | 80.0 (80.0–80.0) | 400 (400–400) | failed"
                + " | 1.50 (1.25–1.75) yield |",
            "Beside the best fixed way of each row:",
            "| way | geometric mean | worst row |",
            "| adaptive | 1.34 | 1.50 sieve-0 |",
            "| yield | 2.02 | 4.10 stream-0 |",
            "| park | 2.49 | 3.10 stream-0 |",
            "| look | 3.16 | 10.0 sieve-0 |",
            "| long-look | 1.06 | 1.06 stream-0 |",
            "Time per operation: median of 3 rounds (least–greatest); ratios: median of the rounds'"
                + " ratios, below 1 means adaptive is faster.");
  }

  @Test
  void withoutFixedWaysThereIsNothingToCompareWith() {
    Results stream = byWays("stream-0");
    add(stream, "adaptive", 110);
    assertThat(lines(List.of(stream))).contains("| adaptive | – | – |");
  }

  @Test
  void aSwitchAloneIsNoFloorOfAHop() {
    Row row = Rows.chosen(List.of("floor-ring2")).get(0);
    Results ring = new Results(row, row.peers());
    add(ring, "goprims", 600);
    add(ring, "go", 200);
    add(ring, "syncq", 500);
    add(ring, "floor-park", 400);
    add(ring, "floor-spin", 300);
    add(ring, "floor-switch", 150);
    assertThat(lines(List.of(ring)))
        .containsSubsequence(
            "| row | operation | goprims | go | jox | syncq | floor-park | floor-yield | floor-spin"
                + " | floor-switch | goprims / Go | goprims / best JVM peer | goprims / floor |",
            "| floor-ring2 | hop of a token in a ring of 2, unbuffered, ns | 600 | 200 | failed | 500"
                + " | 400 | failed | 300 | 150 | 3.00 | 1.20 syncq | 2.00 floor-spin |");
  }

  private static Results byWays(String id) {
    return new Results(Rows.byWays(List.of(id)).get(0), Row.WAYS);
  }

  private static void add(Results results, String peer, double... nanos) {
    for (int i = 0; i < nanos.length; i++) {
      results.add(peer, i + 1, new Score(List.of(nanos[i]), Double.NaN));
    }
  }

  /** Without what only lines cells up. */
  private static List<String> lines(List<Results> results) {
    return Arrays.stream(Report.markdown(results, 3, QUIET).split("\n", -1))
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }
}
