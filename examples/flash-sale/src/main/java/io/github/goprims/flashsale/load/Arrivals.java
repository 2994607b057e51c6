package io.github.goprims.flashsale.load;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Sends orders, each at its time, whether or not earlier ones have been answered: as customers do,
 * who know nothing of each other. Times are measured from when an order was due, so that a service
 * which stalls cannot hide it by keeping the sender waiting.
 */
final class Arrivals {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Client client;
  private final Ledger ledger;
  private final int perSecond;
  private final WaitGroup requests = new WaitGroup();
  private volatile int sent;

  Arrivals(Client client, Ledger ledger, int perSecond) {
    this.client = client;
    this.ledger = ledger;
    this.perSecond = perSecond;
  }

  /** Sends as many orders as the ledger has room for, and waits for the last answer. */
  void run() throws InterruptedException {
    long start = System.nanoTime();
    try (CancelableContext context = Context.background().withCancel()) {
      Go.go("progress", () -> report(context));
      for (int i = 0; i < ledger.size(); i++) {
        int number = i;
        long due = start + TimeUnit.SECONDS.toNanos(number) / perSecond;
        Go.sleep(Duration.ofNanos(due - System.nanoTime()));
        requests.go(() -> place(number, due));
        sent = number + 1;
      }
      requests.await();
    }
  }

  private void place(int number, long due) throws InterruptedException {
    Answer answer = client.place(ledger.id(number));
    ledger.record(number, answer, System.nanoTime() - due);
  }

  private void report(Context context) throws InterruptedException {
    try (Ticker ticker = Ticker.make(INTERVAL)) {
      context.forEachReceived(ticker.channel(), this::report);
    }
  }

  private void report(Instant now) {
    System.out.printf(
        "%tT sent %d: accepted %d, refused %d, unknown %d, waiting %d%n",
        now.toEpochMilli(),
        sent,
        ledger.accepted(),
        ledger.refused(),
        ledger.unknown(),
        requests.count());
  }
}
