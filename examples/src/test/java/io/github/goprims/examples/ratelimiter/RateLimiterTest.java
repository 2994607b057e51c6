package io.github.goprims.examples.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a clock that the test moves: no second of it is real. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class RateLimiterTest {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final List<Object> served = new CopyOnWriteArrayList<>();

  private static ManualTime time() {
    return ManualTime.installed();
  }

  /** Moves on by one interval, and waits until the limiter has seen that, or has ended. */
  private void tick(Attempt<?> limiter) {
    time().awaitSleepers(1);
    long parks = time().parks();
    time().advance(INTERVAL);
    Await.until("it waits again", () -> limiter.hasEnded() || time().parks() > parks);
  }

  @Test
  void aBurstIsFreeThenTheRateHolds() {
    Attempt<Void> limiter =
        ThreadKind.VIRTUAL.attempt("limiter", () -> RateLimiter.demonstrate(served::add));
    while (served.size() < 8) {
      tick(limiter);
    }
    tick(limiter); // it sees that the channel is closed only when it has a permit
    limiter.result();
    assertThat(served)
        .containsExactly(
            "    0 ms: request 1",
            "    0 ms: request 2",
            "    0 ms: request 3",
            "  200 ms: request 4",
            "  400 ms: request 5",
            "  600 ms: request 6",
            "  800 ms: request 7",
            " 1000 ms: request 8");
  }

  @Test
  void aQuietTimeFillsOnlyTheBucket() throws Exception {
    Channel<Integer> requests = Channel.make(10);
    Attempt<Void> limiter =
        ThreadKind.VIRTUAL.attempt(
            "limiter", () -> new RateLimiter(INTERVAL, 2).run(requests, served::add));
    for (int i = 0; i < 10; i++) {
      tick(limiter);
    }
    for (int i = 1; i <= 4; i++) {
      requests.send(i);
    }
    Await.until("the bucket is empty", () -> served.size() == 2 && time().sleepers() == 1);
    assertThat(requests.length()).isEqualTo(2);
    tick(limiter);
    assertThat(served).containsExactly(1, 2, 3);
    tick(limiter);
    assertThat(served).containsExactly(1, 2, 3, 4);
    requests.close();
    tick(limiter);
    limiter.result();
  }
}
