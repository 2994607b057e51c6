package io.github.goprims.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets the stack run out at each call of each operation, and looks at all others afterwards: an
 * overflow damages at most the objects that its thread was using. How often it does is printed.
 * {@code -Dgoprims.faults.stride=1} leaves none out.
 */
class StackFaultsTest {

  private static final FaultTable TABLE = new FaultTable();

  static List<String> scenarios() {
    return FaultLoader.scenarios();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @Spec("INT-12")
  void lackOfStackDamagesNoOthers(String scenario) {
    List<String> findings = new ArrayList<>(TABLE.play(scenario, FaultKind.STACK_ONCE));
    findings.addAll(TABLE.play(scenario, FaultKind.STACK_DEEP));
    assertThat(findings).filteredOn(finding -> finding.contains(FaultRuns.OTHERS)).isEmpty();
  }

  @AfterAll
  static void print() {
    TABLE.print();
  }
}
