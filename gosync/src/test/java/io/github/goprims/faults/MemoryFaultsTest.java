package io.github.goprims.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets memory run out at each allocation of each operation, and looks at everything afterwards:
 * what takes something has not taken it, what gives something back has given it, and nobody else
 * notices.
 */
class MemoryFaultsTest {

  private static final FaultTable TABLE = new FaultTable();

  static List<String> scenarios() {
    return FaultLoader.scenarios();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @Spec("INT-12")
  void lackOfMemoryDamagesNothing(String scenario) {
    List<String> findings = new ArrayList<>(TABLE.play(scenario, FaultKind.MEMORY_ONCE));
    findings.addAll(TABLE.play(scenario, FaultKind.MEMORY_GONE));
    assertThat(findings).isEmpty();
  }

  @AfterAll
  static void print() {
    TABLE.print();
  }
}
