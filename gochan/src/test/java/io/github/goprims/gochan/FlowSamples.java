package io.github.goprims.gochan;

import java.io.IOException;
import java.util.concurrent.Flow;

/** What the Javadoc of the bridge to {@link Flow} shows. */
final class FlowSamples {

  private FlowSamples() {}

  // @start region="publisher"
  static Flow.Publisher<String> lines(Iterable<String> source) {
    Channel<String> lines = Channel.make("lines", 16);
    Go.go(
        "lines",
        () -> {
          for (String line : source) {
            lines.send(line); // waits while 16 are not asked for
          }
          lines.close(); // subscribers complete
        });
    return Flows.publisher(lines);
  } // @end

  // @start region="subscribe"
  static long total(Flow.Publisher<Integer> sizes) throws IOException, InterruptedException {
    long total = 0;
    try (FlowSubscription<Integer> subscription = Flows.subscribe(sizes, 16)) {
      ReceiveChannel<Integer> channel = subscription.channel();
      for (Integer size = channel.receive(); size != null; size = channel.receive()) {
        total += size;
      }
      Throwable failure = subscription.failure();
      if (failure != null) {
        throw new IOException("not all sizes have come", failure);
      }
    }
    return total;
  } // @end
}
