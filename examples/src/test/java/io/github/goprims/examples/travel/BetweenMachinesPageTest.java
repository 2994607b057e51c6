package io.github.goprims.examples.travel;

import io.github.goprims.examples.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The samples of {@code docs/between-machines.md} are those of tests and of the relay. */
class BetweenMachinesPageTest {

  @Test
  void samplesAreCompiled() throws IOException {
    Page.of("docs/between-machines.md", BetweenMachinesPageTest.class)
        .quotesSources("examples/src/test", "examples/relay/src/main");
  }
}
