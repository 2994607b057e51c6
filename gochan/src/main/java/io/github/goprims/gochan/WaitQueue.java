package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * The threads blocked in one direction of a channel, first come first served; guarded by the
 * channel's lock. Intrusive, so that a waiter that gives up leaves in O(1) (CHAN-34).
 *
 * <p>A waiter in the queue may have given up already, its thread being on its way to {@link
 * #remove} it: whoever polls has to {@code settle} it, and goes on to the next if that fails.
 */
final class WaitQueue<W extends ChannelWaiter> {

  private @Nullable ChannelWaiter first;
  private @Nullable ChannelWaiter last;

  boolean isEmpty() {
    return first == null;
  }

  void add(W waiter) {
    assert !waiter.queued;
    waiter.queued = true;
    waiter.previous = last;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
  }

  /** Takes the waiter that came first. */
  @SuppressWarnings("unchecked") // only add() puts waiters in
  @Nullable W poll() {
    ChannelWaiter waiter = first;
    if (waiter != null) {
      unlink(waiter);
    }
    return (W) waiter;
  }

  /** Takes {@code waiter} out if it is still in. */
  void remove(W waiter) {
    if (waiter.queued) {
      unlink(waiter);
    }
  }

  /** Makes all who wait look at the time again. */
  void nudge() {
    for (ChannelWaiter waiter = first; waiter != null; waiter = waiter.next) {
      waiter.owner.nudge();
    }
  }

  private void unlink(ChannelWaiter waiter) {
    ChannelWaiter before = waiter.previous;
    ChannelWaiter after = waiter.next;
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
  }
}
