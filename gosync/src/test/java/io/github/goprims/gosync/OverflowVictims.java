package io.github.goprims.gosync;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What the victims of {@link StackOverflowTest} have in common. */
final class OverflowVictims {

  static final Duration LONG = Duration.ofSeconds(5);
  static final Duration MOMENT = Duration.ofNanos(1);

  private OverflowVictims() {}

  static void require(boolean condition, String text) {
    if (!condition) {
      throw new AssertionError(text);
    }
  }

  /** Somebody else who does something with it, and waits for that. */
  static Thread waiting(Task task) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    task.run();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    Await.until("it waits", () -> LockSupport.getBlocker(thread) != null);
    return thread;
  }

  /** Whether all of them end in time. */
  static boolean ends(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      if (!thread.join(LONG)) {
        return false;
      }
    }
    return true;
  }
}
