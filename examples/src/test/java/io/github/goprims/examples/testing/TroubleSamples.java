package io.github.goprims.examples.testing;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Bodies of tests that fail, for {@code docs/testing.md}. */
final class TroubleSamples {

  private TroubleSamples() {}

  static void twoLocks() throws InterruptedException {
    Mutex mine = new Mutex().named("mine");
    Mutex yours = new Mutex().named("yours");
    WaitGroup transfers = new WaitGroup().named("transfers");
    transfers.go("there", () -> move(mine, yours));
    transfers.go("back", () -> move(yours, mine));
    transfers.await();
  }

  private static void move(Mutex from, Mutex to) throws InterruptedException {
    from.lock();
    Go.sleep(Duration.ofMillis(1)); // asks the bank
    to.lock();
    to.unlock();
    from.unlock();
  }

  static void nobodyCloses() throws InterruptedException {
    Channel<String> events = Channel.make("events", 10);
    Go.go("counter", () -> events.forEachReceived(event -> {}));
    events.send("a");
  }

  static void aLatch() throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(1);
    Go.go("worker", () -> ready.await());
    Go.sleep(Duration.ofHours(1));
  }

  static void anExecutor() throws Exception {
    Channel<String> events = Channel.make("events", 10);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.submit(() -> events.trySend("a")).get();
    }
  }

  static void theLastTicket() throws InterruptedException {
    Channel<String> tickets = Channel.make("tickets", 1);
    tickets.send("the last one");
    for (int i = 1; i <= 2; i++) {
      Go.go(
          "buyer-" + i,
          () -> {
            if (tickets.length() > 0) { // a mistake: another may take it in between
              tickets.receive();
            }
          });
    }
  }

  static CancelableContext anAnswerNobodyWaitsFor() {
    CancelableContext request = Context.background().withTimeout(Duration.ofHours(1));
    Go.go("lookup", () -> request.sleep(Duration.ofMinutes(1)));
    return request;
  }
}
