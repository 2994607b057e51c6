package io.github.goprims.examples.diagnosing;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.time.Instant;

/**
 * Each connection has a goroutine that sends a heartbeat at each tick. The trouble: it goes on when
 * the connection has been closed. To stop the ticker would not help: that ends the ticks, and not
 * the loop that waits for them.
 */
final class ForgottenTicker {

  private static final int CONNECTIONS = 1_000;
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private ForgottenTicker() {}

  static void start(boolean cured) {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (CancelableContext connection = Context.background().withCancel()) {
        Go.go("heartbeat-" + i, () -> beat(connection, cured));
      } // closed, which cancels the context
    }
  }

  private static void beat(Context connection, boolean cured) throws InterruptedException {
    ReceiveChannel<Instant> ticks = Ticker.make(INTERVAL).channel();
    if (cured) {
      connection.forEachReceived(ticks, tick -> sendHeartbeat());
    } else {
      ticks.forEachReceived(tick -> sendHeartbeat());
    }
  }

  private static void sendHeartbeat() {
    // It would go over the network.
  }
}
