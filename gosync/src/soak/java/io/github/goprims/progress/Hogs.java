package io.github.goprims.progress;

import io.github.goprims.gochan.Go;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Goroutines that compute without blocking, for up to seconds, on all carriers. Between two bursts
 * they do what does not wait, and make way for others.
 */
final class Hogs {

  private final Pauses pauses;
  private final Operations operations;
  private final LongAdder bursts = new LongAdder();

  Hogs(Pauses pauses, Operations operations) {
    this.pauses = pauses;
    this.operations = operations;
  }

  void start(int number, SplittableRandom random) {
    for (int i = 0; i < number; i++) {
      SplittableRandom choice = random.split();
      Go.go("hog-" + i, () -> run(choice));
    }
  }

  private void run(SplittableRandom choice) throws InterruptedException {
    for (; ; ) {
      compute(choice.nextLong(200_000_000L, 3_000_000_000L));
      bursts.increment();
      for (int i = choice.nextInt(20); i > 0; i--) {
        operations.doOne("goroutine: ", choice);
      }
      Go.sleep(Duration.ofMillis(choice.nextInt(1, 100)));
    }
  }

  /** What keeps it from going on is a pause of the machine: nothing else runs on its carrier. */
  private void compute(long nanos) {
    long before = System.nanoTime();
    long end = before + nanos;
    while (before < end) {
      long now = System.nanoTime();
      pauses.note(before, now);
      before = now;
    }
  }

  long bursts() {
    return bursts.sum();
  }
}
