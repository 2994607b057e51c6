package io.github.goprims.benchmarks.runner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Where values and labels come to stand, and how numbers are written. */
class ScalesTest {

  @Test
  void equalFactorsAreEqualDistances() {
    LogScale scale = LogScale.around(0.6, 80, 0, 0, 230);
    assertThat(scale.low()).isEqualTo(0.5);
    assertThat(scale.high()).isEqualTo(100);
    assertThat(scale.pixel(20) - scale.pixel(2))
        .isCloseTo(scale.pixel(10) - scale.pixel(1), within(1e-9));
    assertThat(scale.ticks(20)).containsExactly(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);
    assertThat(scale.ticks(60)).containsExactly(1.0, 10.0, 100.0);
  }

  @Test
  void zeroHasAPlaceWhereValuesMayBeZero() {
    LogScale scale = LogScale.around(0, 99, 1, 300, 0);
    assertThat(scale.pixel(0)).isEqualTo(300);
    assertThat(scale.pixel(9)).isCloseTo(150.3, within(1.0));
    assertThat(scale.ticks(20)).startsWith(0.0).contains(10.0, 100.0);
  }

  @Test
  void labelsMoveApartAndStayBetweenTheBounds() {
    assertThat(Apart.spread(new double[] {10, 11, 95, 99}, 10, 0, 100))
        .containsExactly(10, 20, 90, 100);
    assertThat(Apart.spread(new double[] {}, 10, 0, 100)).isEmpty();
  }

  @Test
  void linesBreakAtBlanks() {
    assertThat(Lettering.wrap("one two three", 10, 50)).containsExactly("one two", "three");
    assertThat(Lettering.fit("unbelievable", 10, 40)).endsWith("…").hasSizeLessThan(8);
  }

  @Test
  void numbersAreShort() {
    assertThat(Numbers.tick(0.05)).isEqualTo("0.05");
    assertThat(Numbers.tick(1024)).isEqualTo("1024");
    assertThat(Numbers.tick(10_000)).isEqualTo("10k");
    assertThat(Numbers.tick(1e6)).isEqualTo("1M");
    assertThat(Numbers.tick(100)).isEqualTo("100");
    assertThat(Spread.number(12_345)).isEqualTo("12,345");
    assertThat(Spread.number(4811.2)).isEqualTo("4811");
    assertThat(new Spread(1.5, 1, 2)).hasToString("1.50 (1.00–2.00)");
  }
}
