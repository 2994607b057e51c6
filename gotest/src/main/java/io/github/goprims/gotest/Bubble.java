package io.github.goprims.gotest;

import io.github.goprims.gochan.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Virtual time for a test (contract only so far). */
public final class Bubble {
  private Bubble() {}

  /** Runs {@code body} in a new bubble, on a goroutine of its own, and waits until all have ended. */
  public static void run(Task body) throws Exception {
    run(BubbleOptions.defaults(), body);
  }

  /** As {@link #run(Task)}, with options. */
  public static void run(BubbleOptions options, Task body) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Waits until all other goroutines of the bubble are durably blocked, or have ended. */
  public static void await() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** {@code Go.sleep}, then {@link #await}. */
  public static void sleep(Duration duration) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The time of the bubble. */
  public static Instant now() {
    throw new UnsupportedOperationException();
  }

  /** A clock that shows the time of the bubble to its goroutines, and that of the system to others. */
  public static Clock clock() {
    throw new UnsupportedOperationException();
  }

  /** Whether the calling thread is in a bubble. */
  public static boolean isInside() {
    throw new UnsupportedOperationException();
  }
}
