package io.github.goprims.gotest;

import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gotest.internal.Kit;
import io.github.goprims.gotest.internal.Watch;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for what a piece of code leaves behind: goroutines that have not ended, functions that
 * timers have still to run, contexts that were not canceled. To be used in a try-with-resources
 * statement; {@link NoLeaks} does the same for the tests of a class.
 *
 * {@snippet file="io/github/goprims/gotest/NoLeaksSamples.java" region="check"}
 *
 * <p>It looks at what the thread that has begun it starts and makes, and what the goroutines do
 * that were started so, and so on. What other tests do at the same time is not its business, nor
 * what a thread does that something else than the library has started, as that of an executor that
 * was not made with {@link Goroutines#factory}, nor, outside of bubbles, a function that a timer
 * has begun to run.
 *
 * <p>A check within another one is well possible: what is left counts for both. While it lasts, it
 * keeps each context that has not ended, and the stack of the call that made it.
 */
public final class LeakCheck implements AutoCloseable {

  static final long GRACE_MILLIS = 1_000;

  private static final long LONGEST_PAUSE_NANOS = 5_000_000;

  private final Watch watch = new Watch();
  private final Thread thread = Thread.currentThread();
  private final long graceNanos;
  private boolean closed;

  private LeakCheck(long graceNanos) {
    this.graceNanos = graceNanos;
    Watch.set(watch);
  }

  /**
   * Begins a check with a grace of one second.
   *
   * @return the check, to be closed
   */
  public static LeakCheck begin() {
    return begin(Duration.ofMillis(GRACE_MILLIS));
  }

  /**
   * Begins a check. It ends as soon as nothing is left, and waits for that no longer than the
   * grace.
   *
   * @param grace for how long, in real time, goroutines may be about to end; zero or less looks
   *     once. In a {@link Bubble} this does not matter
   * @return the check, to be closed
   * @throws NullPointerException "grace"
   */
  public static LeakCheck begin(Duration grace) {
    LibraryAccess.require();
    Objects.requireNonNull(grace, "grace");
    return new LeakCheck(TimeSource.saturatedNanos(grace));
  }

  /**
   * Ends the check. Waits until nothing is left, for the time of the grace; in a bubble instead
   * until all other goroutines of it are durably blocked, and not for what they wait for. To close
   * it again does nothing. An interrupt ends the wait, not the check, and stays set.
   *
   * @throws AssertionError if something is left; the message tells of each where it was started or
   *     made, and of goroutines where they are
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        verify(watch, graceNanos);
      } finally {
        watch.end();
        watch.release(thread);
      }
    }
  }

  /** Waits until nothing is left, or fails. */
  static void verify(Watch watch, long graceNanos) {
    if (Kit.member() == null) {
      awaitClean(watch, graceNanos);
    } else {
      awaitOthers();
    }
    String report = watch.report();
    if (!report.isEmpty()) {
      throw new AssertionError(report);
    }
  }

  private static void awaitClean(Watch watch, long graceNanos) {
    long begin = System.nanoTime();
    long pause = 10_000;
    while (!watch.isClean()
        && System.nanoTime() - begin < graceNanos
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private static void awaitOthers() {
    try {
      Bubble.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
