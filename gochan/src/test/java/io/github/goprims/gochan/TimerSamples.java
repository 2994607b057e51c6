package io.github.goprims.gochan;

import java.time.Duration;
import java.time.Instant;

/** What the Javadoc of timers shows. */
final class TimerSamples {

  private TimerSamples() {}

  // @start region="timeout"
  static String firstAnswer(ReceiveChannel<String> fast, ReceiveChannel<String> slow)
      throws InterruptedException {
    return Select.first(
        Select.receive(fast, answer -> answer),
        Select.receive(slow, answer -> answer),
        Select.receive(Timer.after(Duration.ofSeconds(1)), due -> "no answer at " + due));
  } // @end

  // @start region="ticker"
  static void report(ReceiveChannel<Integer> results, SendChannel<String> log)
      throws InterruptedException {
    int count = 0;
    try (Ticker ticker = Ticker.make(Duration.ofMinutes(1))) {
      Select select = Select.create();
      ReceiveCase<Integer> result = select.onReceive(results);
      ReceiveCase<Instant> tick = select.onReceive(ticker.channel());
      for (; ; ) {
        if (select.await() == tick) {
          log.send(tick.value() + ": " + count);
        } else if (result.isOpen()) {
          count++;
        } else {
          return;
        }
      }
    }
  }
  // @end
}
