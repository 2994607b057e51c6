package io.github.goprims.examples.relay;

import io.github.goprims.gochan.ReceiveChannel;
import java.util.ArrayList;
import java.util.List;

/** What goes to the database in one transaction: its cost is shared by all that wait for it. */
final class Batch {

  private static final int MOST = 50;

  private Batch() {}

  /**
   * Waits for a value, and takes what else is there.
   *
   * @return empty if the channel is closed and drained
   */
  static <T> List<T> receive(ReceiveChannel<T> channel) throws InterruptedException {
    List<T> batch = new ArrayList<>();
    T first = channel.receive();
    if (first != null) {
      batch.add(first);
      batch.addAll(channel.tryReceiveMany(MOST - 1));
    }
    return batch;
  }
}
