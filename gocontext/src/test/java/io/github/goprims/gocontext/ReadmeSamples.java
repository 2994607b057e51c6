package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import java.time.Duration;
import java.util.List;

/** The samples of README.md; a test keeps the two alike. */
final class ReadmeSamples {

  private ReadmeSamples() {}

  // @start region="fan-out"
  static int sum(List<String> texts) throws InterruptedException {
    Channel<String> jobs = Channel.<String>make(16).named("jobs");
    Channel<Integer> numbers = Channel.<Integer>make().named("numbers");

    try (var ctx = Context.background().withTimeout(Duration.ofSeconds(5))) {
      for (int i = 0; i < 4; i++) {
        Go.go(
            "worker-" + i,
            () -> {
              try {
                ctx.forEachReceived(jobs, text -> ctx.send(numbers, Integer.parseInt(text)));
              } catch (Exception e) {
                ctx.cancel(e); // ends all of it, and says why
              }
            });
      }
      Go.go(
          "feeder",
          () -> {
            for (String text : texts) {
              ctx.send(jobs, text); // waits while 16 are queued
            }
            jobs.close(); // the workers' loops end
          });

      int total = 0;
      for (int i = 0; i < texts.size(); i++) {
        total += ctx.receive(numbers);
      }
      return total;
    }
  }
  // @end
}
