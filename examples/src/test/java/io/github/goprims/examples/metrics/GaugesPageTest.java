package io.github.goprims.examples.metrics;

import io.github.goprims.examples.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/gauges.md shows code that is compiled. */
class GaugesPageTest {

  @Test
  void samplesAreCompiled() throws IOException {
    Page.of("docs/gauges.md", GaugesPageTest.class)
        .quotesSources(
            "examples/src/test/java/io/github/goprims/examples/metrics",
            "gochan/src/test/java/io/github/goprims/gochan");
  }
}
