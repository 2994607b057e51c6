package io.github.goprims.examples.diagnosing;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import java.math.BigInteger;
import java.util.concurrent.ThreadFactory;

/**
 * Some goroutines compute, others answer requests. The trouble: the JDK takes no virtual thread off
 * its carrier before that blocks; so a few that compute for long keep all others from running.
 */
final class StarvedCarriers {

  private static final int REQUESTS = 100;

  private StarvedCarriers() {}

  static void start(boolean cured) {
    ThreadFactory computers =
        cured
            ? Thread.ofPlatform().name("computer-", 1).daemon().factory()
            : Goroutines.factory("computer");
    for (int i = 0; i < carriers(); i++) {
      computers.newThread(StarvedCarriers::compute).start();
    }
    for (int i = 0; i < REQUESTS; i++) {
      Go.go("request-" + i, () -> {});
    }
  }

  private static int carriers() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Integer.getInteger("jdk.virtualThreadScheduler.parallelism", processors);
  }

  private static void compute() {
    for (BigInteger prime = BigInteger.TWO; ; ) {
      prime = prime.nextProbablePrime();
    }
  }
}
