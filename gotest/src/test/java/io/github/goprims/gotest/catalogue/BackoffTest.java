package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The pause between two tries doubles, up to a minute; but it is doubled after it was capped. */
class BackoffTest {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private interface Backoff {
    Duration after(Duration pause);
  }

  private static Duration capped(Duration pause) {
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static Duration planted(Duration pause) {
    return capped(pause).multipliedBy(2);
  }

  private static Duration mended(Duration pause) {
    return capped(pause.multipliedBy(2));
  }

  private static void triesAllDay(Backoff backoff) throws InterruptedException {
    Instant start = Bubble.now();
    Duration pause = Duration.ofSeconds(1);
    int tries = 0;
    while (Bubble.now().isBefore(start.plus(Duration.ofDays(1)))) {
      tries++;
      Go.sleep(pause);
      pause = backoff.after(pause);
    }
    assertThat(tries).as("tries in a day").isBetween(1_440, 1_450);
  }

  static void planted() throws InterruptedException {
    triesAllDay(BackoffTest::planted);
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(AssertionError.class, "tries in a day", BackoffTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Bubble.run(() -> triesAllDay(BackoffTest::mended));
  }
}
