package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
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
   * Invariants.  I1  while asked differs from zero a token is in changes, or with a goroutine that
   *                  has received it and is about to take, or a thread that has moved asked is about
   *                  to put one. An end that was taken needs none: the goroutine ends
   * Why no wake-up is lost. Each request and each cancel puts a token after it has moved asked, also
   *              if another was before it: that one may have lost its processor. Where there is a
   *              token there need not be a second. A token for which nothing is left to be taken
   *              costs the goroutine a look.
   * So, too, a cancel that has returned has a token in changes, or was taken.
   * Out of stack. A probe comes before the first step. Should the token be missing all the same, the
   *              next request or cancel puts it.
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
    begin();
    if (count < 1) {
      refused = count;
      replace(REFUSED);
    } else {
      add(count);
    }
    tell();
  }

  @Override
  public void cancel() {
    begin();
    replace(CANCELLED);
    tell();
  }

  /** Refuses what cannot be told, before anything has changed. */
  private void begin() {
    StackProbe.touch(StackProbe.PARK + StackProbe.STEP);
    TestKit.use(changes.core(), "send on");
  }

  private void add(long count) {
    long was;
    do {
      was = asked.get();
    } while (was >= 0 && !asked.compareAndSet(was, sum(was, count)));
  }

  /** Whether the subscriber has cancelled, be it taken or not. */
  boolean isCancelled() {
    return asked.get() == CANCELLED;
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

  private void tell() {
    changes.trySend(this); // I1; false if one is there
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
