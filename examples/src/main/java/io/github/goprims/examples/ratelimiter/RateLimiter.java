package io.github.goprims.examples.ratelimiter;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Serves requests at a steady rate, and some at once after a quiet time.
 *
 * <p>One loop does it all, so there is nothing to lock: each tick puts a permit into the bucket,
 * each request takes one out, and while the bucket is empty the case of requests is switched off.
 * Requests then wait where they are, in their channel or in their senders.
 */
public final class RateLimiter {

  private final Duration interval;
  private final int burst;

  /**
   * Makes a limiter.
   *
   * @param interval how long one permit takes to come
   * @param burst how many permits there can be, and are at first
   */
  public RateLimiter(Duration interval, int burst) {
    this.interval = interval;
    this.burst = burst;
  }

  /**
   * Serves requests until their channel is closed.
   *
   * @param requests where they come from
   * @param server what is done with each
   * @param <T> the type of requests
   * @throws InterruptedException if the thread is interrupted
   */
  public <T> void run(ReceiveChannel<T> requests, Consumer<? super T> server)
      throws InterruptedException {
    int permits = burst;
    try (Ticker ticker = Ticker.make(interval)) {
      Select select = Select.create();
      ReceiveCase<Instant> refill = select.onReceive(ticker.channel());
      ReceiveCase<T> request = select.onReceive(requests);

      while (true) {
        request.enabled(permits > 0);
        if (select.await() == refill) {
          permits = Math.min(permits + 1, burst);
        } else if (request.isOpen()) {
          permits--;
          server.accept(request.value());
        } else {
          return;
        }
      }
    }
  }

  /**
   * Serves eight requests that come at once, five in a second and no more than three together.
   *
   * @param args none
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    demonstrate(System.out::println);
  }

  static void demonstrate(Consumer<String> log) throws InterruptedException {
    Channel<String> requests = Channel.make(8);
    for (int i = 1; i <= 8; i++) {
      requests.send("request " + i);
    }
    requests.close();
    Instant start = now();
    new RateLimiter(Duration.ofMillis(200), 3)
        .run(
            requests,
            request ->
                log.accept(
                    "%5d ms: %s".formatted(Duration.between(start, now()).toMillis(), request)));
  }

  /** The moment by the clock of timers, which a test may move by hand. */
  private static Instant now() {
    return Objects.requireNonNull(Timer.after(Duration.ZERO).tryReceive());
  }
}
