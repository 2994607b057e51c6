package io.github.goprims.flashsale;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a service is set up.
 *
 * @param port of the loopback interface; 0 takes a free one
 * @param folder where the store is
 * @param capacity how many orders may wait in the queue
 * @param workers how many orders are handled at the same time
 * @param ordersPerSecond how many they handle, as well as is known
 * @param handler what they do with each
 * @param limit how long a request may take, also if it asks for more
 */
record Settings(
    int port,
    Path folder,
    int capacity,
    int workers,
    double ordersPerSecond,
    Handler handler,
    Duration limit) {

  /**
   * Eight workers, and ten milliseconds for each order: 800 orders a second. A wait stands for what
   * a shop would do in that time, such as asking the bank.
   */
  static Settings standard(int port, Path folder) {
    Handler handler = (context, order) -> context.sleep(Duration.ofMillis(10));
    return new Settings(port, folder, 1_000, 8, 800, handler, Duration.ofSeconds(5));
  }
}
