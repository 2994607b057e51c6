package io.github.goprims.examples.readme;

import static io.github.goprims.gochan.Select.receive;
import static io.github.goprims.gochan.Select.timeout;
import static java.lang.Integer.parseInt;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The samples of README.md; a test keeps them alike. */
final class ReadmeSamples {

  private ReadmeSamples() {}

  static int sum(List<String> texts) throws Exception {
    Channel<String> jobs = Channel.make("jobs", 16);
    AtomicInteger total = new AtomicInteger();
    try (var ctx = Context.background().withTimeout(Duration.ofSeconds(5));
        var group = ErrGroup.withContext(ctx)) {
      Context work = group.context(); // ends after five seconds, or when something fails
      group.go(
          () -> {
            for (String text : texts) {
              work.send(jobs, text); // waits while 16 are queued
            }
            jobs.close(); // ends the loops of the workers
          });
      for (int i = 0; i < 4; i++) {
        group.go(() -> work.forEachReceived(jobs, text -> total.addAndGet(parseInt(text))));
      }
      group.await(); // throws what failed first
    }
    return total.get();
  }

  static String next(ReceiveChannel<String> orders, ReceiveChannel<String> news) throws Exception {
    return Select.first(
        receive(orders, order -> "order " + order),
        receive(news, text -> "news " + text),
        timeout(Duration.ofSeconds(1), () -> "nothing for a second"));
  }
}
