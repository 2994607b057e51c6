package io.github.goprims.gochan;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the subscriber holds of its subscription. It knows nothing of the subscriber, which is so
 * garbage when the goroutine that calls it has ended.
 */
final class FlowDemand implements Flow.Subscription {
  /*
   * State.       asked    what has been asked for and not been taken over by the goroutine; below
   *                       zero the end, for good
   *              changes  holds this as a token, or nothing
   * Transitions. 0 -> n -> n + m (request), n -> 0 (take), n -> CANCELLED | REFUSED
   * Invariants.  I1  asked differs from zero exactly if one token is on its way: to be put by the
   *                  thread that has moved asked from zero, in changes, or received by a goroutine
   *                  that is about to take. An end that was taken has no token any more, and needs
   *                  none: the goroutine ends
   * Why no wake-up is lost. By I1 there is room for a token whenever one is put, and the goroutine
   *              receives one for whatever it has not taken yet.
   * Linearization points. The compare-and-set of asked, in each method.
   */

  /** The subscriber wants no more. */
  static final long CANCELLED = -1;

  /** The subscriber has asked for less than one. */
  static final long REFUSED = -2;

  private final AtomicLong asked = new AtomicLong();
  private final Channel<FlowDemand> changes = Channel.make(1);

  /** What was asked for and is refused; of several at the same time any. */
  private volatile long refused;

  @Override
  public void request(long count) {
    if (count < 1) {
      refused = count;
      change(REFUSED);
      return;
    }
    long was;
    do {
      was = asked.get();
      if (was < 0) {
        return;
      }
    } while (!asked.compareAndSet(was, sum(was, count)));
    tell(was);
  }

  @Override
  public void cancel() {
    change(CANCELLED);
  }

  private void change(long end) {
    tell(replace(end));
  }

  /** With a token of {@link #changes}: what has been asked for since the last time, or the end. */
  long take() {
    return replace(0);
  }

  /** Moves the word, unless it is at an end; returns what it was. */
  private long replace(long next) {
    long was;
    do {
      was = asked.get();
    } while (was >= 0 && !asked.compareAndSet(was, next));
    return was;
  }

  private void tell(long was) {
    if (was == 0) {
      changes.trySend(this); // I1: there is room
    }
  }

  /** Where a token is while {@link #take} has something to take. */
  ReceiveChannel<FlowDemand> changes() {
    return changes;
  }

  IllegalArgumentException refusal() {
    return new IllegalArgumentException("non-positive subscription request: " + refused);
  }

  /** Saturated: so much is no limit. */
  static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
