package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LetterTest {

  @Test
  @VirtualTime
  void aLetterTakesADay() throws Exception {
    Channel<String> letters = Channel.make();
    Go.go(
        "postman",
        () -> {
          Go.sleep(Duration.ofDays(1));
          letters.send("hello");
        });
    assertThat(letters.receive()).isEqualTo("hello");
    assertThat(Bubble.now()).isEqualTo("2000-01-02T00:00:00Z");
  }
}
