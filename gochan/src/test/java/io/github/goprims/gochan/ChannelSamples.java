package io.github.goprims.gochan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The samples of the channels' documentation. */
final class ChannelSamples {

  private ChannelSamples() {}

  static String hello() throws InterruptedException {
    // @start region="hello"
    Channel<String> greetings = Channel.make();
    Go.go(() -> greetings.send("hello"));
    String greeting = greetings.receive();
    // @end
    return String.valueOf(greeting);
  }

  static int sumUntilClosed(ReceiveChannel<Integer> numbers) throws InterruptedException {
    int sum = 0;
    // @start region="receive-until-closed"
    for (Integer n = numbers.receive(); n != null; n = numbers.receive()) {
      sum += n;
    }
    // @end
    return sum;
  }

  static void writeInBatches(ReceiveChannel<String> rows, Consumer<List<String>> database)
      throws InterruptedException {
    // @start region="batches"
    List<String> batch = new ArrayList<>();
    for (String row = rows.receive(); row != null; row = rows.receive()) {
      batch.add(row);
      batch.addAll(rows.tryReceiveMany(99));
      database.accept(batch);
      batch.clear();
    }
    // @end
  }
}
