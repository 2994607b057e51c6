package io.github.goprims.examples.comingfromgo;

import io.github.goprims.examples.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code docs/coming-from-go.md} quotes is compiled and run. */
class ComingFromGoPageTest {

  private static final Page PAGE = Page.of("docs/coming-from-go.md", ComingFromGoPageTest.class);

  @Test
  void samplesOfJavaAreCompiled() throws IOException {
    PAGE.quotesSources("examples/src/test/java/io/github/goprims/examples/comingfromgo");
  }

  @Test
  void samplesOfGoAreThoseOfItsTests() throws IOException {
    PAGE.quotesGo("examples/src/test/go/comingfromgo/coming_test.go");
  }
}
