package io.github.goprims.examples.diagnosing;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import java.util.concurrent.atomic.LongAdder;

/**
 * A producer sends orders, a consumer books them. The trouble: an order that is none ends the
 * consumer, nobody receives any more, and once the buffer is full the producer waits for ever.
 */
final class BlockedProducer {

  private static final int BAD = 13;
  private static final LongAdder BOOKED = new LongAdder();

  private BlockedProducer() {}

  static void start(boolean cured) {
    Channel<String> orders = Channel.make("orders", 64);
    Go.go("producer", () -> produce(orders));
    Go.go("consumer", () -> orders.forEachReceived(order -> consume(order, cured)));
  }

  private static void produce(Channel<String> orders) throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      orders.send(i == BAD ? "an apple" : Integer.toString(i));
    }
    orders.close();
  }

  private static void consume(String order, boolean cured) {
    try {
      BOOKED.add(Integer.parseInt(order));
    } catch (NumberFormatException e) {
      if (!cured) {
        throw e;
      }
      System.out.println("not an order: " + order);
    }
  }
}
