package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** The alarm of docs/gauges.md, on a clock that the test moves. */
@Isolated("moves the clock of all")
@ExtendWith({LeakCheck.class, OnManualTime.class})
class GaugeAlarmTest {

  @Test
  void theAlarmIsRaisedOnceForEachTimeThatTheChannelFillsUp() throws Exception {
    Channel<Integer> orders = Channel.make("a-orders", 100);
    AtomicInteger alarms = new AtomicInteger();
    AtomicInteger looks = new AtomicInteger();
    Attempt<Void> watcher =
        ThreadKind.VIRTUAL.attempt(
            "watcher",
            () ->
                GaugeSamples.watch(
                    () -> {
                      looks.getAndIncrement();
                      return orders.length();
                    },
                    80,
                    40,
                    Duration.ofSeconds(1),
                    alarms::getAndIncrement));
    List<Integer> seen = new ArrayList<>();
    int look = 0;
    for (int length : new int[] {80, 81, 100, 80, 41, 81, 40, 81, 0}) {
      fillTo(orders, length);
      ManualTime.installed().awaitSleepers(1);
      ManualTime.installed().advance(Duration.ofSeconds(1));
      int next = ++look;
      Await.until("look " + next, () -> looks.get() == next);
      watcher.awaitBlocked("chan receive");
      seen.add(alarms.get());
    }
    assertThat(seen).containsExactly(0, 1, 1, 1, 1, 1, 1, 2, 2);
    watcher.interrupt();
    assertThat(watcher.failure()).isInstanceOf(UncheckedInterruptedException.class);
  }

  private static void fillTo(Channel<Integer> channel, int length) throws InterruptedException {
    while (channel.length() < length) {
      channel.send(1);
    }
    while (channel.length() > length) {
      channel.receive();
    }
  }
}
