package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.Events;
import io.github.goprims.gochan.internal.events.WaitEvent;
import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.QueuedWaiter;
import io.github.goprims.gochan.internal.waiting.WaitPolicy.LastStep;
import io.github.goprims.gocontext.internal.ContextLink;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The wait of a thread for a mutex. */
final class MutexLockWait extends QueuedWaiter {

  private final Mutex mutex;

  /** Where it waits. Made by now, so that a wait that was prepared needs no memory. */
  final MutexLine line;

  /** The time at which the thread began to wait. */
  long start;

  /** Ends the wait with a context, if there is one; for the waiting thread only. */
  @Nullable ContextLink link;

  // Guarded by the lock of the line.
  /** The place in line: how many waiters had come by then. */
  long number;

  /** Whether the thread holds the mutex. */
  boolean holds;

  MutexLockWait(Mutex mutex) {
    this.mutex = mutex;
    line = mutex.line();
  }

  /** Takes the lock as {@link Mutex#lock()} does, but allocates nothing. To be called once. */
  void lock() {
    if (!mutex.takeFree()) {
      mutex.lockSlowly(this, TimeSource.FOREVER, false);
    }
  }

  /**
   * {@link MutexState#await} in one event, since that may be several waits of this. So a single one
   * has no {@link #kind}.
   */
  Object awaitLock(long deadline, boolean interruptible) {
    WaitEvent event = Events.mayBeWanted() ? Events.begin(WaitKind.MUTEX_LOCK) : null;
    Object outcome = mutex.await(this, deadline, interruptible);
    try {
      if (event != null) {
        event.record(this, outcomeText(outcome));
      }
    } catch (Throwable lost) {
      // The event is, the lock is not: the caller counts on the outcome.
    }
    return outcome;
  }

  /** Ends a wait whose context has ended while the waiter was settled with something else. */
  void settleIfCanceled() {
    if (link != null && link.isEnded()) {
      settle(CANCELED);
    }
  }

  @Override
  protected LastStep lastStep() {
    return mutex.waitersYield ? LastStep.YIELD : LastStep.YIELD_IF_VIRTUAL;
  }

  @Override
  public String reason() {
    return "sync.Mutex.Lock";
  }

  @Override
  public Mutex primitive() {
    return mutex;
  }

  @Override
  public Collection<Thread> holders() {
    return Owners.list(mutex.owner);
  }
}
