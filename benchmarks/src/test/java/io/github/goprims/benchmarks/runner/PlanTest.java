package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says. */
class PlanTest {

  @Test
  void saysNothingOfLoadAndCarriersUnlessAsked() {
    Plan plan = Plan.parse("stream");
    assertThat(plan.conditions())
        .isEqualTo("Conditions: no load of ours, as many carriers as processors.");
    assertThat(new Measurement(plan).jvmArgs(Row.GOPRIMS)).isEmpty();
    assertThat(plan.rows()).allSatisfy(row -> assertThat(row.peers()).contains(Row.GO));
  }

  @Test
  void passesConditionsOnToEachPeer() {
    Plan plan = Plan.parse("--burners", "2", "--parallelism", "1", "--jvm-arg", "-Xint");
    assertThat(plan.conditions())
        .isEqualTo("Conditions: load by threads of another process: 2, carriers: 1.");
    assertThat(new Measurement(plan).jvmArgs("jox"))
        .containsExactly("-Xint", "-Djdk.virtualThreadScheduler.parallelism=1");
  }

  @Test
  void waitingTakesEachWayForAPeer() {
    Plan plan = Plan.parse("--waiting", "--peers", "adaptive,park", "stream-0", "sieve-0");
    assertThat(plan.rows()).extracting(Row::id).containsExactly("stream-0", "sieve-0");
    assertThat(plan.rows().get(0).peers(plan.peers)).containsExactly("adaptive", "park");
    assertThat(new Measurement(plan).jvmArgs("long-look"))
        .containsExactly("-Dgoprims.waiting=long-look");
  }

  @Test
  void curvesTakeShorterRoundsUnlessToldOtherwise() {
    Plan curves = Plan.parse("--curves");
    assertThat(curves.rows()).isEqualTo(Rows.ofCurves());
    assertThat(curves.rounds).isEqualTo(3);
    Plan one = Plan.parse("--forks", "9", "--curves", "curve-select-one");
    assertThat(one.rounds).isEqualTo(9);
    assertThat(one.rows()).extracting(Row::id).hasSize(6).contains("curve-select-one-256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.parse("--curves", "--waiting"))
        .withMessage("--waiting has no curves");
  }

  @Test
  void coroutinesGetTheirCarriersByAnotherName() {
    assertThat(new Measurement(Plan.parse("--parallelism", "1")).jvmArgs(Row.KOTLIN))
        .contains("-Dkotlinx.coroutines.scheduler.core.pool.size=1");
  }

  @Test
  void refusesPeersThatAreNotThere(@TempDir Path folder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.parse("--waiting", "--peers", "jox"))
        .withMessage("unknown peer jox");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.parse("--peers", "long-look"))
        .withMessage("unknown peer long-look");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.parse("--waiting", "--against", folder.toString()))
        .withMessage("--waiting compares one build with itself: no --against");
  }

  @Test
  void distributionsAreNoRows() {
    assertThat(Plan.parse("--distributions", "--forks", "2").distributions).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.parse("--distributions", "stream-0"))
        .withMessage("--distributions takes no rows, and all peers");
  }

  @Test
  void refusesNumbersBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.parse("--burners", "0"))
        .withMessage("--burners needs a positive number");
  }
}
