package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleDeadlockError;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A call that times out is not there any more when its error comes; and that has no room to go. */
class UnreadErrorTest {

  /** Whether all went well within a second; {@code errors} is where the work says so. */
  private static boolean call(Channel<String> errors) throws InterruptedException {
    Go.go(
        "work",
        () -> {
          Go.sleep(Duration.ofSeconds(3));
          errors.send("the disk is full");
        });
    return "".equals(errors.receive(Duration.ofSeconds(1)));
  }

  private static void timesOut(Channel<String> errors) throws InterruptedException {
    Instant start = Bubble.now();
    assertThat(call(errors)).isFalse();
    assertThat(Duration.between(start, Bubble.now())).hasSeconds(1);
    Go.sleep(Duration.ofSeconds(5)); // the test lives longer than the work
  }

  static void planted() throws InterruptedException {
    timesOut(Channel.make());
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(
        BubbleDeadlockError.class, "goroutine \"work\": chan send", UnreadErrorTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> timesOut(Channel.make(1)));
  }
}
