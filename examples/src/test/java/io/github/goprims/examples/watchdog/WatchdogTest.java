package io.github.goprims.examples.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@VirtualTime
class WatchdogTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration NANO = Duration.ofNanos(1);

  private final List<String> log = new ArrayList<>();

  @Test
  void itBarksWhenAHeartbeatIsLate() throws Exception {
    Channel<String> heartbeats = Channel.make();
    Go.go("watchdog", () -> new Watchdog(PATIENCE, log::add).watch(heartbeats));
    for (int i = 1; i <= 3; i++) {
      Go.sleep(PATIENCE.minus(NANO));
      heartbeats.send("heartbeat " + i);
    }
    Bubble.sleep(PATIENCE.minus(NANO));
    assertThat(log).containsExactly("heartbeat 1", "heartbeat 2", "heartbeat 3");
    Bubble.sleep(NANO);
    assertThat(log).hasSize(4).last().isEqualTo("no heartbeat for 10000 ms");

    Go.sleep(PATIENCE.multipliedBy(5)); // it barks once
    heartbeats.send("heartbeat 4");
    heartbeats.send("heartbeat 5");
    heartbeats.close();
    Bubble.await();
    assertThat(log.subList(4, log.size()))
        .containsExactly("heartbeat 4, at last", "heartbeat 5", "the worker has ended");
  }
}
