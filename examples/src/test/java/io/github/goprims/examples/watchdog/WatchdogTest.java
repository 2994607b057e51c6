package io.github.goprims.examples.watchdog;

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
class WatchdogTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration NANO = Duration.ofNanos(1);

  private final Channel<String> heartbeats = Channel.make();
  private final List<String> log = new CopyOnWriteArrayList<>();

  private static ManualTime time() {
    return ManualTime.installed();
  }

  /** Sends a heartbeat, and waits until the watchdog waits for the next. */
  private void beat(String name) throws InterruptedException {
    long parks = time().parks();
    heartbeats.send(name);
    Await.until("it waits again", () -> time().parks() > parks);
  }

  @Test
  void itBarksWhenAHeartbeatIsLate() throws Exception {
    Attempt<Void> dog =
        ThreadKind.VIRTUAL.attempt(
            "watchdog", () -> new Watchdog(PATIENCE, log::add).watch(heartbeats));
    time().awaitSleepers(1);
    for (int i = 1; i <= 3; i++) {
      time().advance(PATIENCE.minus(NANO));
      beat("heartbeat " + i);
    }
    time().advance(PATIENCE.minus(NANO));
    time().nudge(dog.thread());
    assertThat(log).containsExactly("heartbeat 1", "heartbeat 2", "heartbeat 3");

    time().advance(NANO);
    Await.until("it barked", () -> log.size() == 4);
    dog.awaitBlocked("select");
    time().advance(PATIENCE.multipliedBy(5)); // it barks once
    beat("heartbeat 4");
    beat("heartbeat 5");
    heartbeats.close();
    dog.result();
    assertThat(log.subList(3, log.size()))
        .containsExactly(
            "no heartbeat for 10000 ms",
            "heartbeat 4, at last",
            "heartbeat 5",
            "the worker has ended");
  }
}
