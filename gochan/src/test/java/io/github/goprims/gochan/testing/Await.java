package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Waits for a state to come about, instead of sleeping and hoping. Looks every tenth of a
 * millisecond and parks in between: threads that yield in a loop can keep the awaited one from
 * running. Fails, with what there is instead, after twenty seconds.
 */
public final class Await {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long INTERVAL_NANOS = 100_000;
  private static final Set<Thread.State> PARKED =
      Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private Await() {}

  /** Waits until {@code condition} holds. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  static void until(Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("waited in vain: " + what.get());
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting: " + what.get());
      }
    }
  }

  /**
   * Waits until {@code thread} is parked in an operation of this library with this wait reason, for
   * example {@code chan send}. It then stands where its counterparts find it: in a slot or a queue.
   */
  public static void blocked(Thread thread, String reason) {
    until(
        () -> "'" + reason + "' of " + describe(thread),
        () -> {
          if (!thread.isAlive()) {
            throw new AssertionError(thread.getName() + " ended instead of blocking: " + reason);
          }
          return isBlocked(thread, reason);
        });
  }

  /** Whether {@code thread} is parked for {@code reason} at this moment. */
  public static boolean isBlocked(Thread thread, String reason) {
    return PARKED.contains(thread.getState())
        && LockSupport.getBlocker(thread) instanceof Waiter waiter
        && waiter.reason().equals(reason);
  }

  /**
   * Waits until {@code thread} waits for a lock that is taken for a moment only, and now longer.
   */
  public static void spinning(Thread thread) {
    until(
        () -> "spinning of " + describe(thread),
        () ->
            Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".BackoffLock")));
  }

  /** Waits until {@code thread} has ended. */
  public static void ended(Thread thread) {
    boolean ended;
    try {
      ended = thread.join(PATIENCE);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + describe(thread), e);
    }
    if (!ended) {
      throw new AssertionError("has not ended: " + describe(thread));
    }
  }

  static String describe(Thread thread) {
    return "%s, %s, blocked on %s%s"
        .formatted(
            thread.getName(),
            thread.getState(),
            LockSupport.getBlocker(thread),
            Arrays.stream(thread.getStackTrace())
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining()));
  }
}
