package io.github.goprims.examples.comingfromjuc;

import io.github.goprims.examples.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code docs/coming-from-juc.md} quotes is compiled and run. */
class ComingFromJucPageTest {

  @Test
  void samplesAreCompiled() throws IOException {
    Page.of("docs/coming-from-juc.md", ComingFromJucPageTest.class)
        .quotesSources("examples/src/test/java/io/github/goprims/examples/comingfromjuc");
  }
}
