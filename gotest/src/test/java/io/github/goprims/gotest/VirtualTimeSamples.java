package io.github.goprims.gotest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the Javadoc of {@link VirtualTime} shows. */
final class VirtualTimeSamples {

  private VirtualTimeSamples() {}

  static void beat(Context context, SendChannel<Instant> beats) throws Exception {
    for (; ; ) {
      context.sleep(Duration.ofHours(1));
      context.send(beats, Bubble.now());
    }
  }

  // @start region="virtual"
  @VirtualTime
  static class HeartbeatTest {
    private final Channel<Instant> beats = Channel.make(); // belongs to the bubble

    @Test
    void beatsEachHour(Context context) throws InterruptedException {
      Instant begin = Bubble.now();
      Go.go(() -> beat(context, beats)); // ends with the context, which ends with the test
      for (int hour = 1; hour <= 24; hour++) {
        assertEquals(begin.plus(Duration.ofHours(hour)), beats.receive());
      }
    } // after some milliseconds
  }
  // @end
}
