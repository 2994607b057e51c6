package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Rethrow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in line, first come first served. A line is its first waiter, null if nobody is in it: so
 * it costs its owner one field. That field is guarded by a lock of its owner, and so are all links.
 * A function that changes a line answers its new first waiter, which the caller has to store.
 *
 * <p>Intrusive, so that a waiter that gives up leaves in O(1) (CHAN-34): each points to its
 * neighbours, but the first has the last for the one before it.
 *
 * <p>A waiter in line may have given up already, its thread being on its way to {@link #remove} it:
 * a thread that takes it off has to {@code settle} it, and goes on to the next if that fails.
 *
 * <p>A line can be emptied in one step, however long it is, and without memory: by forgetting its
 * first waiter. The waiters then belong to the thread that did so, as a chain for {@link #unchain}
 * or {@link #settleAll}, and need no lock any more. One that gives up meanwhile must not be
 * removed: the thread has to leave a sign by which such a waiter knows.
 */
public final class WaitQueue {

  /** How many a thread counts while it holds a lock, at some ten nanoseconds each. */
  static final int STRIDE = 1_024;

  private static final int MOST_RESTARTS = 3;

  private WaitQueue() {}

  /**
   * Settles those of a chain, in order, except for those that have given up. One whose thread
   * cannot be woken does not keep the others asleep.
   */
  public static void settleAll(@Nullable QueuedWaiter chain, Object result) {
    Throwable failure = null;
    for (QueuedWaiter waiter = chain; waiter != null; ) {
      QueuedWaiter rest = unchain(waiter);
      try {
        waiter.settleAndWake(result);
      } catch (Throwable thrown) {
        failure = thrown; // the others must not wait for ever because of one
      }
      waiter = rest;
    }
    if (failure != null) {
      throw Rethrow.<RuntimeException>asItIs(failure);
    }
  }

  // Adding and removing call nothing: with too little stack they fail as a whole.

  /** Puts {@code waiter} at the end of the line. */
  public static <W extends QueuedWaiter> W add(@Nullable W first, W waiter) {
    assert !waiter.queued;
    waiter.queued = true;
    if (first == null) {
      waiter.previous = waiter;
      return waiter;
    }
    QueuedWaiter last = first.previous;
    if (last != null) { // as in remove
      last.next = waiter;
    }
    waiter.previous = last;
    first.previous = waiter;
    return first;
  }

  /** Puts {@code waiter} at the front. */
  public static <W extends QueuedWaiter> W addFirst(@Nullable W first, W waiter) {
    assert !waiter.queued;
    waiter.queued = true;
    if (first == null) {
      waiter.previous = waiter;
    } else {
      waiter.previous = first.previous;
      waiter.next = first;
      first.previous = waiter;
    }
    return waiter;
  }

  /** Takes {@code waiter} out if it is still in. */
  @SuppressWarnings("unchecked") // a line is of one kind
  public static <W extends QueuedWaiter> @Nullable W remove(@Nullable W first, W waiter) {
    if (first == null || !waiter.queued) {
      return first;
    }
    QueuedWaiter before = waiter.previous;
    QueuedWaiter after = waiter.next;
    W newFirst = first;
    if (waiter == first) {
      newFirst = (W) after;
    } else if (before != null) { // for all that are in line
      before.next = after;
    }
    if (after != null) {
      after.previous = before; // if it is the first now, that is the last
    } else if (newFirst != null) {
      newFirst.previous = before; // the last has left
    }
    // A waiter that is out must not keep its neighbours alive.
    waiter.previous = null;
    waiter.next = null;
    waiter.queued = false;
    return newFirst;
  }

  /** The waiter behind {@code waiter}, which is in a line or a chain. */
  @SuppressWarnings("unchecked") // as in remove
  public static <W extends QueuedWaiter> @Nullable W behind(W waiter) {
    return (W) waiter.next;
  }

  /** How many are in line, but {@code most} if they are more. */
  public static int count(@Nullable QueuedWaiter first, int most) {
    int count = 0;
    for (QueuedWaiter waiter = first; waiter != null && count < most; waiter = waiter.next) {
      count++;
    }
    return count;
  }

  /**
   * How many are in line, for a thread that does not hold the lock of that: it takes the lock for
   * {@link #STRIDE} of them at a time, so that nobody waits for long. Up to that many are counted
   * exactly. In a longer line those that come and leave meanwhile may count or not.
   */
  public static int count(BackoffLock lock, Supplier<? extends @Nullable QueuedWaiter> line) {
    int most = 0;
    int restarts = 0;
    int count = 0;
    QueuedWaiter last = null; // the last that was counted
    for (; ; ) {
      lock.lock();
      try {
        QueuedWaiter next = line.get();
        if (next == null) {
          return 0;
        }
        if (last != null && last.queued) {
          next = last.next;
        } else if (last != null) { // it has left: begin anew, where most are as they were
          count = 0;
          restarts++;
        }
        for (int i = 0; i < STRIDE && next != null; i++, next = next.next) {
          last = next;
          count++;
        }
        most = Math.max(most, count);
        if (next == null || restarts == MOST_RESTARTS) {
          return restarts == MOST_RESTARTS ? most : count;
        }
      } finally {
        lock.held = false;
      }
    }
  }

  /** Puts {@code waiter}, which is in no line, before the first of a chain. */
  public static <W extends QueuedWaiter> W chain(W waiter, @Nullable W chain) {
    assert !waiter.queued;
    waiter.next = chain;
    return waiter;
  }

  /** Puts {@code waiter}, which is in no line, behind {@code last}, the end of a chain. */
  public static <W extends QueuedWaiter> void chainBehind(W last, W waiter) {
    assert !waiter.queued;
    last.next = waiter;
  }

  /** Takes {@code first} off its chain, and gives the rest. */
  @SuppressWarnings("unchecked") // as in remove
  public static <W extends QueuedWaiter> @Nullable W unchain(W first) {
    W rest = (W) first.next;
    first.previous = null;
    first.next = null;
    first.queued = false;
    return rest;
  }
}
