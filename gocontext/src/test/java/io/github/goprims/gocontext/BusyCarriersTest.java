package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What polices goroutines needs none of their carriers. */
class BusyCarriersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Spec({"CTX-09", "CTX-20"})
  void deadlinesArriveWhileGoroutinesComputeOnAllCarriers(int carriers) throws Exception {
    assertThat(
            OwnJvm.outputOf(
                BusyCarriers.class,
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers))
        .contains("all in time");
  }
}
