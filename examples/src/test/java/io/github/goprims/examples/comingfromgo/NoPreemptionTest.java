package io.github.goprims.examples.comingfromgo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A goroutine that computes keeps its carrier until it yields. */
class NoPreemptionTest {

  @Test
  void whatComputesKeepsItsCarrier() throws Exception {
    assertThat(OneCarrier.run(NoPreemption.class)).isEqualTo("false");
  }

  @Test
  void aYieldGivesItAway() throws Exception {
    assertThat(OneCarrier.run(NoPreemption.class, "yielding")).isEqualTo("true");
  }
}
