package io.github.goprims.examples.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@VirtualTime
class RateLimiterTest {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  @Test
  void aBurstIsFreeThenTheRateHolds() throws Exception {
    List<String> served = new ArrayList<>();
    RateLimiter.demonstrate(served::add);
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
    List<Integer> served = new ArrayList<>();
    WaitGroup limiter = new WaitGroup();
    limiter.go(() -> new RateLimiter(INTERVAL, 2).run(requests, served::add));
    Bubble.sleep(INTERVAL.multipliedBy(10)); // the tenth tick has been dealt with, too
    for (int i = 1; i <= 4; i++) {
      requests.send(i);
    }
    Bubble.await();
    assertThat(served).containsExactly(1, 2);
    Bubble.sleep(INTERVAL);
    assertThat(served).containsExactly(1, 2, 3);
    Bubble.sleep(INTERVAL);
    assertThat(served).containsExactly(1, 2, 3, 4);
    requests.close();
    limiter.await(); // it sees that only when it has a permit: at the next tick
  }
}
