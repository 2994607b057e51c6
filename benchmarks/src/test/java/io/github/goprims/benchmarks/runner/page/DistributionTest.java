package io.github.goprims.benchmarks.runner.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.benchmarks.runner.page.Distribution.Quantile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles of samples. */
class DistributionTest {

  @Test
  void medianOfTheRoundsForEachPercentileThatASampleHas() {
    double[] hundred = IntStream.range(0, 100).asDoubleStream().toArray();
    double[] shifted = IntStream.range(10, 110).asDoubleStream().toArray();
    Distribution.Sample sample =
        Distribution.Sample.of("goprims", Kind.OURS, 200, List.of(hundred, shifted, hundred));
    assertThat(sample.count()).isEqualTo(300);
    assertThat(sample.quantiles())
        .extracting(Quantile::percentile)
        .containsExactly(50.0, 75.0, 90.0, 95.0, 99.0, 100.0);
    assertThat(sample.quantiles())
        .first()
        .extracting(Quantile::value)
        .isEqualTo(new Spread(50, 50, 60));
    assertThat(sample.quantiles())
        .last()
        .extracting(Quantile::value)
        .isEqualTo(new Spread(99, 99, 109));
  }

  @Test
  void whoGotNothingHasNoQuantiles() {
    assertThat(Distribution.Sample.of("stamped", Kind.JVM, 500, List.of(new double[0])).quantiles())
        .isEmpty();
  }
}
