package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a thread was found to do at one moment.
 *
 * @param state the state of the thread
 * @param waiter its wait in a primitive of this library; null if it is in none
 * @param reason why it waits, or what it does
 */
record Sight(Thread thread, Thread.State state, @Nullable Waiter waiter, String reason) {

  static Sight of(Thread thread) {
    Waiter waiter = waiterOf(thread);
    Thread.State state = thread.getState();
    return new Sight(thread, state, waiter, waiter == null ? reasonOf(state) : waiter.reason());
  }

  /** The wait that {@code thread} is parked for; null if it is not. */
  static @Nullable Waiter waiterOf(Thread thread) {
    return LockSupport.getBlocker(thread) instanceof Waiter waiter && !waiter.isSettled()
        ? waiter
        : null;
  }

  private static String reasonOf(Thread.State state) {
    return switch (state) {
      case WAITING, TIMED_WAITING -> "waiting";
      case BLOCKED -> "blocked";
      default -> "running";
    };
  }

  /** Whether the thread is still in the wait in which it was found. */
  boolean stillHolds() {
    return waiterOf(thread) == waiter;
  }

  /** For how long it has waited, in nanoseconds; zero if it does not. */
  long waitedNanos(long now) {
    long since = waiter == null ? 0 : waiter.parkedSince();
    return since == 0 ? 0 : Math.max(0, now - since);
  }

  /** Whether its wait has been that long by now, and does not end by itself. */
  boolean isOverdue(long now, long patience) {
    if (waiter == null || waiter.endsByItself()) {
      return false;
    }
    long since = waiter.parkedSince();
    return since != 0 && now - since >= patience;
  }

  @Nullable String waitsOn() {
    return waiter == null ? null : waiter.waitsOn();
  }
}
