package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.Rethrow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in line, first come first served; guarded by a lock of the object that has the queue.
 * Intrusive, so that a waiter that gives up leaves in O(1) (CHAN-34).
 *
 * <p>A waiter in the queue may have given up already, its thread being on its way to {@link
 * #remove} it: a thread that polls it has to {@code settle} it, and polls the next if that fails.
 */
public final class WaitQueue<W extends QueuedWaiter> {

  private @Nullable QueuedWaiter first;
  private @Nullable QueuedWaiter last;
  private int size;

  /** Makes a queue without waiters. */
  public WaitQueue() {}

  /** Whether nobody is in line. */
  public boolean isEmpty() {
    return first == null;
  }

  /** How many are in line; a guess for threads that do not have the lock. */
  public int size() {
    return size;
  }

  /** The waiter at the front, which stays there. */
  @SuppressWarnings("unchecked") // as in poll
  public @Nullable W first() {
    return (W) first;
  }

  /**
   * Settles those that were detached, in order, except for those that have given up. One whose
   * thread cannot be woken does not keep the others asleep.
   */
  public static void settleAll(@Nullable QueuedWaiter detached, Object result) {
    Throwable failure = null;
    for (QueuedWaiter waiter = detached; waiter != null; ) {
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

  /** Puts {@code waiter} at the end of the line. */
  public void add(W waiter) {
    assert !waiter.queued;
    waiter.queued = true;
    waiter.previous = last;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    size++;
  }

  /** Puts {@code waiter} at the front. */
  public void addFirst(W waiter) {
    assert !waiter.queued;
    waiter.queued = true;
    waiter.next = first;
    if (first == null) {
      last = waiter;
    } else {
      first.previous = waiter;
    }
    first = waiter;
    size++;
  }

  /** Takes the waiter at the front. */
  @SuppressWarnings("unchecked") // only the adding methods put waiters in
  public @Nullable W poll() {
    QueuedWaiter waiter = first;
    if (waiter != null) {
      unlink(waiter);
    }
    return (W) waiter;
  }

  /** Takes {@code waiter} out if it is still in, and says whether it was. */
  public boolean remove(W waiter) {
    boolean queued = waiter.queued;
    if (queued) {
      unlink(waiter);
    }
    return queued;
  }

  /** The waiter behind {@code waiter}, which is in this line. */
  @SuppressWarnings("unchecked") // as in poll
  public @Nullable W behind(QueuedWaiter waiter) {
    return (W) waiter.next;
  }

  /**
   * Empties the line in one step, however long it is, and without memory. Its waiters are the
   * caller's from now on, as a chain for {@link #unchain} or {@link #settleAll}, and need no lock
   * any more. One that gives up meanwhile must not be {@linkplain #remove removed}: the caller has
   * to leave a sign by which such a thread knows.
   */
  @SuppressWarnings("unchecked") // as in poll
  public @Nullable W detach() {
    QueuedWaiter chain = first;
    first = null;
    last = null;
    size = 0;
    return (W) chain;
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
  @SuppressWarnings("unchecked") // a chain is of one kind
  public static <W extends QueuedWaiter> @Nullable W unchain(W first) {
    W rest = (W) first.next;
    first.previous = null;
    first.next = null;
    first.queued = false;
    return rest;
  }

  /** Shows all that are in line to {@code visitor}. */
  @SuppressWarnings("unchecked") // as in poll
  public void forEach(Consumer<? super W> visitor) {
    for (QueuedWaiter waiter = first; waiter != null; waiter = waiter.next) {
      visitor.accept((W) waiter);
    }
  }

  private void unlink(QueuedWaiter waiter) {
    QueuedWaiter before = waiter.previous;
    QueuedWaiter after = waiter.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    // A waiter that is out must not keep its neighbours alive.
    waiter.previous = null;
    waiter.next = null;
    waiter.queued = false;
    size--;
  }
}
