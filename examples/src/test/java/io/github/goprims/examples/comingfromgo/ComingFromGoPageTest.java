package io.github.goprims.examples.comingfromgo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.Page;
import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/coming-from-go.md} quotes is compiled and run. */
class ComingFromGoPageTest {

  private static final Page PAGE = Page.of("docs/coming-from-go.md", ComingFromGoPageTest.class);
  private static final String GO = "examples/src/test/go/comingfromgo/coming_test.go";

  @Test
  void samplesOfJavaAreCompiled() throws IOException {
    PAGE.quotesSources("examples/src/test/java/io/github/goprims/examples/comingfromgo");
  }

  @Test
  void samplesOfGoAreThoseOfItsTests() throws IOException {
    String source = squeezed(Files.readString(JavaSources.projectRoot().resolve(GO)));
    var samples = Pattern.compile("(?s)```go\n(.*?)```").matcher(PAGE.text()).results().toList();
    assertThat(samples)
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(source).contains(squeezed(sample.group(1))));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
