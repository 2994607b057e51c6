package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The channel of a timer or ticker: a value is there as soon as the clock says so. */
final class TimerCore extends QueuedCore implements Countdown {
  /*
   * Idea.        Due at receive. Nothing is scheduled and nobody sends: whoever looks at the channel
   *              compares a moment with the clock, and a blocked receiver parks until that moment
   *              and then looks. So a timer that nobody uses is an object like any other, and to
   *              stop it is to forget the moment.
   * State.       due      a value is there from this moment on; FOREVER if none is to come
   *              pending  whether one is to come: in more than 292 years is not never
   *              period   from one value to the next; zero if there is one value only
   *              start, wallStart  the moment of the last setting by both clocks, since values are
   *                       wall-clock times. The wall clock is read first: so no value is ahead of it
   *              due is written under the lock and read by anyone, the others are under the lock.
   * Serving.     Who takes the lock to receive or to change the setting serves the queue first: a
   *              value that is due goes to the first receiver there. So blocked receivers are served
   *              in order, by whichever of them wakes first; and what came due while somebody was
   *              blocked is his, however late his thread or however early the stop.
   * Invariants, whenever the lock is free.
   *              I1  due == FOREVER unless pending
   *              I2  senders is empty, and the channel is open
   * Why no wake-up is lost. Every blocked receiver looks for itself (Waiter.lookTime), so none
   * depends on another that may give up; the price is that all who wait wake for each value. Who
   * joins the queue does so under the lock, and reads due after that; a setting to an earlier
   * moment is written under the lock, and then nudges all in the queue.
   * Linearization points. A receive that need not wait: the write of due. One that was blocked: the
   * settling of its waiter. A try that fails: the read of due, when the clock, read later, has not
   * come to it; or the critical section. Stop and reset: the write of due.
   */

  private volatile long due = TimeSource.FOREVER;
  private boolean pending;
  private long period;
  private long start;
  private Instant wallStart = Instant.EPOCH;

  /** What users get of it. */
  ReceiveChannel<Instant> view() {
    return new Channel<Instant>(this).receiveOnly();
  }

  @Override
  public boolean restart(Duration delay) {
    return restart(delay, 0);
  }

  /**
   * Forgets the old setting; the first value is due after {@code delay}, others every {@code
   * newPeriod} nanoseconds.
   *
   * @return whether a value was to come
   */
  boolean restart(Duration delay, long newPeriod) {
    TimeSource time = TimeSource.current();
    Instant wall = time.instant();
    long now = time.nanoTime();
    lock.lock();
    try {
      serve();
      boolean wasPending = pending;
      long oldDue = due;
      wallStart = wall;
      start = now;
      period = newPeriod;
      pending = true;
      due = sum(now, Math.max(0, TimeSource.saturatedNanos(delay)));
      if (due < oldDue) {
        receivers.forEach(receiver -> receiver.owner.nudge());
      }
      return wasPending;
    } finally {
      leave();
    }
  }

  @Override
  public boolean stop() {
    lock.lock();
    try {
      serve();
      boolean wasPending = pending;
      pending = false;
      due = TimeSource.FOREVER;
      return wasPending;
    } finally {
      leave();
    }
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    return receiveLocked(deadline);
  }

  @Override
  @Nullable Object tryReceive() {
    long seen = due;
    return seen <= TimeSource.current().nanoTime() ? tryReceiveLocked() : null;
  }

  @Override
  long lookTime() {
    return due;
  }

  @Override
  void look() {
    lock.lock();
    try {
      serve();
    } finally {
      leave();
    }
  }

  @Override
  void enterQueueMode() {
    serve();
  }

  private void serve() {
    if (!receivers.isEmpty()) {
      long now = TimeSource.current().nanoTime();
      if (due <= now && grantReceiver(value())) {
        advance(now);
        wakeGranted(); // a select that looks twice may serve two ticks
      }
    }
  }

  @Override
  @Nullable Object removeOrShut() {
    if (!receivers.isEmpty()) {
      return null; // They have been served, so nothing was due; what is now is theirs.
    }
    long now = TimeSource.current().nanoTime();
    if (due > now) {
      return null;
    }
    Object value = value();
    advance(now);
    return value;
  }

  /** The value that is due: the moment at which it came due. */
  private Instant value() {
    return wallStart.plusNanos(due - start);
  }

  /** Moves on from a value that was due: the next is the first on the grid after now. */
  private void advance(long now) {
    if (period == 0) {
      pending = false;
      due = TimeSource.FOREVER;
    } else {
      long last = now - (now - due) % period;
      due = sum(last, period);
    }
  }

  /** Saturated: what cannot be counted does not come. */
  private static long sum(long moment, long nanos) {
    long sum = moment + nanos;
    return sum < 0 ? TimeSource.FOREVER : sum;
  }

  @Override
  void relax() {
    // No path goes around the lock.
  }

  @Override
  boolean withdrawFast(ChannelWaiter waiter) {
    return false;
  }

  @Override
  boolean isConsistent() {
    return (pending || due == TimeSource.FOREVER) && senders.isEmpty(); // I1, I2
  }

  @Override
  boolean isClosed() {
    return false;
  }

  @Override
  boolean isDrained() {
    return false;
  }

  @Override
  String describe() {
    return "timer@" + Integer.toHexString(hashCode());
  }

  @Override
  int length() {
    return 0;
  }

  @Override
  int capacity() {
    return 0;
  }

  // The view neither sends nor closes.

  @Override
  boolean send(Object value, long deadline) {
    throw receiveOnly();
  }

  @Override
  boolean trySend(Object value) {
    throw receiveOnly();
  }

  @Override
  boolean insertOrShut(Object value) {
    throw receiveOnly();
  }

  @Override
  void markClosed() {
    throw receiveOnly();
  }

  private static UnsupportedOperationException receiveOnly() {
    return new UnsupportedOperationException("the channel of a timer is receive-only");
  }
}
