package io.github.goprims.examples.diagnosing;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;

/**
 * Each request has a worker of its own, which receives jobs until their channel is closed. The
 * trouble: nobody closes it, so the request ends and its worker does not.
 */
final class LeakedReceivers {

  private static final int REQUESTS = 100_000;

  private LeakedReceivers() {}

  static void start(boolean cured) throws InterruptedException {
    for (int i = 0; i < REQUESTS; i++) {
      handle(i, cured);
    }
  }

  private static void handle(int request, boolean cured) throws InterruptedException {
    Channel<String> jobs = Channel.<String>make().named("jobs");
    Go.go("worker-" + request, () -> work(jobs));
    jobs.send("request " + request);
    if (cured) {
      jobs.close();
    }
  }

  private static void work(Channel<String> jobs) throws InterruptedException {
    jobs.forEachReceived(job -> {});
  }
}
