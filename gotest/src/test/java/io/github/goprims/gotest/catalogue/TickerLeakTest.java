package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gotest.BubbleDeadlockError;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A heartbeat that is stopped stops the ticker; but who waits for a tick waits on. */
class TickerLeakTest {

  private abstract static class Heartbeat {
    final AtomicInteger beats = new AtomicInteger();
    final Ticker ticker = Ticker.make(Duration.ofSeconds(1));

    Heartbeat start() {
      Go.go("heartbeat", this::beat);
      return this;
    }

    abstract void beat() throws InterruptedException;

    void stop() {
      ticker.stop();
    }
  }

  private static final class Planted extends Heartbeat {
    @Override
    void beat() throws InterruptedException {
      while (ticker.channel().receive() != null) { // a ticker that is stopped is not closed
        beats.incrementAndGet();
      }
    }
  }

  private static final class Mended extends Heartbeat {
    private final Channel<Void> stopped = Channel.make();

    @Override
    void beat() throws InterruptedException {
      while (Select.first(
          Select.receive(ticker.channel(), tick -> true),
          Select.receive(stopped, closed -> false))) {
        beats.incrementAndGet();
      }
    }

    @Override
    void stop() {
      super.stop();
      stopped.close();
    }
  }

  private static void beatsUntilStopped(Heartbeat heartbeat) throws InterruptedException {
    Go.sleep(Duration.ofMillis(3_500));
    heartbeat.stop();
    assertThat(heartbeat.beats).hasValue(3);
  }

  static void planted() throws InterruptedException {
    beatsUntilStopped(new Planted().start());
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(BubbleDeadlockError.class, "goroutine \"heartbeat\"", TickerLeakTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> beatsUntilStopped(new Mended().start()));
  }
}
