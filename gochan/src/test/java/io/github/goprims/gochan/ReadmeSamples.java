package io.github.goprims.gochan;

import java.time.Duration;
import java.util.List;

/** The samples of README.md; a test keeps the two alike. */
final class ReadmeSamples {

  private ReadmeSamples() {}

  // @start region="fan-out"
  static int totalLength(List<String> words) throws InterruptedException {
    Channel<String> jobs = Channel.<String>make(16).named("jobs");
    Channel<Integer> lengths = Channel.<Integer>make().named("lengths");

    for (int i = 0; i < 4; i++) {
      Go.go("worker-" + i, () -> jobs.forEachReceived(word -> lengths.send(word.length())));
    }
    Go.go(
        "feeder",
        () -> {
          for (String word : words) {
            jobs.send(word); // waits while 16 are queued
          }
          jobs.close(); // the workers' loops end
        });

    int total = 0;
    for (int i = 0; i < words.size(); i++) {
      Integer length = lengths.receive(Duration.ofSeconds(5)); // null: timed out
      if (length == null) {
        throw new IllegalStateException("no answer: " + lengths);
      }
      total += length;
    }
    return total;
  }
  // @end
}
