package io.github.goprims.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real overflows, in a process of their own. {@code -Dgoprims.overflows=10000} makes them many, and
 * needs some minutes.
 */
class OverflowStormTest {

  private static final int OVERFLOWS = Integer.getInteger("goprims.overflows", 500);

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", "-XX:-TieredCompilation"})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void overflowsHarmNobodyElse(String mode) throws Exception {
    // The JVM warns of overflows in its locks.
    List<String> output =
        OwnJvm.outputOf(
            OverflowStorm.class, mode, "-XX:-PrintWarnings", "-Dgoprims.overflows=" + OVERFLOWS);
    assertThat(output).contains("others work");
  }
}
