package io.github.goprims.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.examples.Page;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gotest.VirtualTime;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** README.md shows code that is compiled and run here. */
class ReadmeTest {

  @Test
  void samplesAreTheCompiledOnes() throws IOException {
    Page.of("README.md", ReadmeTest.class)
        .quotesSources(
            "examples/src/test/java/io/github/goprims/examples/readme",
            "examples/src/test/java/io/github/goprims/examples/testing");
  }

  @Test
  @VirtualTime
  void theSumIsThatOfAllTexts() throws Exception {
    List<String> texts = Collections.nCopies(100, "7");
    assertThat(ReadmeSamples.sum(texts)).isEqualTo(700);
  }

  /** Work that fails is not lost in silence: the caller hears of it, and at once. */
  @Test
  @VirtualTime
  void aWorkerThatFailsEndsAll() {
    assertThatThrownBy(() -> ReadmeSamples.sum(List.of("1", "two", "3")))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("two");
  }

  @Test
  @VirtualTime
  void theSelectTakesWhatIsReadyOrTellsThatNothingWas() throws Exception {
    Channel<String> orders = Channel.make("orders", 1);
    Channel<String> news = Channel.make("news", 1);
    assertThat(ReadmeSamples.next(orders, news)).isEqualTo("nothing for a second");
    orders.send("no. 1");
    assertThat(ReadmeSamples.next(orders, news)).isEqualTo("order no. 1");
    news.send("rain");
    assertThat(ReadmeSamples.next(orders, news)).isEqualTo("news rain");
  }
}
