package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A limiter of ten calls a second sleeps after each: the time that the calls take comes on top. */
class DriftTest {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private interface Limiter {
    void await() throws InterruptedException;
  }

  private static final class Planted implements Limiter {
    @Override
    public void await() throws InterruptedException {
      Go.sleep(INTERVAL);
    }
  }

  /** Each call has a time of its own, from the first on. */
  private static final class Mended implements Limiter {
    private Instant next = Bubble.clock().instant();

    @Override
    public void await() throws InterruptedException {
      next = next.plus(INTERVAL);
      Go.sleep(Duration.between(Bubble.clock().instant(), next));
    }
  }

  private static void keepsTheRate(Limiter limiter) throws InterruptedException {
    Instant start = Bubble.now();
    for (int call = 0; call < 36_000; call++) { // an hour
      limiter.await();
      Go.sleep(Duration.ofMillis(7)); // the call
    }
    assertThat(Duration.between(start, Bubble.now()))
        .as("an hour of calls")
        .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusSeconds(1));
  }

  static void planted() throws InterruptedException {
    keepsTheRate(new Planted());
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(AssertionError.class, "an hour of calls", DriftTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Bubble.run(() -> keepsTheRate(new Mended()));
  }
}
