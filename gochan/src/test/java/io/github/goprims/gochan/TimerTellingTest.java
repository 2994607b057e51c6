package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Who is told that it is the first in line of a timer, on a clock that wakes nobody. */
@Isolated("injects a time source")
@ExtendWith(LeakCheck.class)
class TimerTellingTest {

  /** The one that was served cannot do it: it finds itself served, and takes no lock any more. */
  @Test
  @Spec("TIMER-25")
  void aSelectThatServesTellsTheNext() {
    Silent clock = new Silent();
    TimeSource.Injected injected = TimeSource.inject(() -> clock);
    try {
      Ticker ticker = Ticker.make(Duration.ofNanos(10));
      Attempt<Instant> first =
          ThreadKind.VIRTUAL.attempt("first", () -> ticker.channel().receive());
      Await.until("the first waits for the tick", () -> clock.awaited.contains(10L));
      Attempt<Instant> second =
          ThreadKind.VIRTUAL.attempt("second", () -> ticker.channel().receive());
      second.awaitBlocked("chan receive");
      Select select = Select.create().ordered();
      select.onReceive(ticker.channel());
      select.onReceive(new Channel<Integer>(new TimerSelectTest.NeverReady(() -> clock.now = 10)));
      assertThat(select.poll()).isNull();
      assertThat(first.result()).isEqualTo(Instant.EPOCH.plusNanos(10));
      Await.until("the second waits for the next tick", () -> clock.awaited.contains(20L));
      clock.now = 20;
      LockSupport.unpark(second.thread());
      assertThat(second.result()).isEqualTo(Instant.EPOCH.plusNanos(20));
    } finally {
      injected.close();
    }
  }

  private static final class Silent implements TimeSource {
    final Queue<Long> awaited = new ConcurrentLinkedQueue<>();
    volatile long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      awaited.add(deadline);
      LockSupport.park(blocker);
    }

    @Override
    public Scheduler scheduler() {
      throw new UnsupportedOperationException("no alarms here");
    }
  }
}
