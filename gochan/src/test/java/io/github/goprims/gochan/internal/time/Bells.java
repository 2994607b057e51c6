package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Alarms that note when they ring, by a clock that the test moves. */
final class Bells {

  final ManualTime time = ManualTime.make();
  final Queue<String> rung = new ConcurrentLinkedQueue<>();

  Alarm bell(String name) {
    return bell(name, () -> {});
  }

  /** One that runs {@code then} in the thread that rings it. */
  Alarm bell(String name, Runnable then) {
    return new Alarm() {
      @Override
      protected void ring() {
        rung.add(name + " at " + time.nanoTime());
        then.run();
      }
    };
  }

  void advance(long nanos) {
    time.advance(Duration.ofNanos(nanos));
  }

  void awaitRung(String... names) {
    Await.until("rung " + List.of(names) + ", so far " + rung, () -> rung.size() >= names.length);
    assertThat(rung).containsExactly(names);
  }
}
