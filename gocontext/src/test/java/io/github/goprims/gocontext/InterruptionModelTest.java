package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.InterruptionModel.Weakness;
import org.junit.jupiter.api.Test;

/** The protocol of nested calls, in all interleavings. */
class InterruptionModelTest {

  @Test
  @Spec("INT-03")
  void noInterruptIsLateLostOrLeft() {
    InterruptionModel model = new InterruptionModel(Weakness.NONE);
    assertThat(model.leavesTheOuterBodyAlone()).isFalse();
    assertThat(model.explore()).as("states").isGreaterThan(1_000);
  }

  @Test
  void theModelFindsFaultsOfWeakerProtocols() {
    assertThat(new InterruptionModel(Weakness.COUNTS_AFTER_THE_LOOK).leavesTheOuterBodyAlone())
        .isTrue();
    assertThat(new InterruptionModel(Weakness.NO_TURNS).leavesTheOuterBodyAlone()).isTrue();
    assertThatThrownBy(() -> new InterruptionModel(Weakness.CLEARS_FOREIGN).explore())
        .hasMessageContaining("a foreign interrupt is lost");
    assertThatThrownBy(
            () -> new InterruptionModel(Weakness.DOES_NOT_WAIT_FOR_THE_COURIER).explore())
        .hasMessageContaining("an interrupt came late");
  }
}
