package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.events.Events;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The channel of a timer or ticker: a value is there as soon as the clock says so. */
final class TimerCore extends QueuedCore implements TimerControl, TestKit.Clocked {
  /*
   * Idea.        Due at receive. Nothing is scheduled and nobody sends: a thread that looks at the
   *              channel compares a moment with the clock, and a blocked receiver parks until that
   *              moment and then looks. So a timer that nobody uses is an object like any other, and
   *              to stop it is to forget the moment.
   * State.       due      a value is there from this moment on; FOREVER if none is to come
   *              pending  whether one is to come: in more than 292 years is not never
   *              period   from one value to the next; zero if there is one value only
   *              start, wallStart  the moment of the last setting by both clocks, since values are
   *                       wall-clock times. The wall clock is read first: so no value is ahead of it
   *              first    the first in line, for threads that do not hold the lock
   *              due and first are written under the lock and read by anyone, the others are under
   *              the lock.
   * Serving.     A thread that takes the lock to receive or to change the setting serves the queue
   *              first: a value that is due goes to the first receiver there. So blocked receivers
   *              are served in order, by the one of them that wakes first; and what came due while
   *              somebody was blocked is theirs, however late their threads or however early the
   *              stop.
   * Invariants, whenever the lock is free.
   *              I1  due == FOREVER unless pending
   *              I2  senders is empty, and the channel is open
   *              I3  first is the first of receivers
   * Who looks.   Of the blocked threads the first in line parks until due, the virtual ones behind it
   *              for ever: they need the first to have been served, and a tick of a ticker is to
   *              wake one of ten thousand, as it serves one. Platform threads park until due wherever
   *              they stand: a virtual thread before them may have no carrier for as long as others
   *              compute, and they serve it before themselves.
   * Why no wake-up is lost. Suppose a value is due, somebody is blocked, and nobody is going to look.
   * The first in line, F, is parked too late, then, or for ever. It read dueTime after it had moved
   * its outcome to PARKED, and found itself not the first, or due later. Either was changed after
   * that, under the lock, to fields that it reads; and the thread that did so has, after the unlock,
   * looked at F's outcome and found PARKED, in updateDueTime (tellFirst, tell). It may still be about
   * to, and will: it runs, and waits for nothing. If F does not wait any more, but gave up or was
   * served elsewhere, as a case of a select, it is on its way to the lock to leave the line, which
   * makes another the first; a virtual F may need a carrier for that, as all do that depend on it.
   * The second in line takes nothing from the proof: it is the first by the time that matters to it.
   * Each waiter becomes the first at most once, since nobody is put before another. So toldFirst may
   * be racy: the thread that made it the first reads it false until somebody has told it.
   * Linearization points. A receive that need not wait: the write of due. One that was blocked: the
   * settling of its waiter. A try that fails: the read of due, when the clock, read later, has not
   * come to it; or the critical section. Stop and reset: the write of due.
   */

  private volatile long due = TimeSource.FOREVER;
  private boolean pending;
  private long period;
  private long start;
  private Instant wallStart = Instant.EPOCH;
  private volatile @Nullable ChannelWaiter first;

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
    long newDue = sum(now, Math.max(0, TimeSource.saturatedNanos(delay)));
    boolean wasPending;
    ChannelWaiter toTell;
    ChannelWaiter settled;
    lock();
    try {
      settleDue();
      wasPending = pending;
      boolean earlier = newDue < due; // later: those parked until the old time look again by then
      wallStart = wall;
      start = now;
      period = newPeriod;
      pending = true;
      due = newDue; // before the telling: a thread that is awake then reads it before it parks
      toTell = earlier ? chainToTell() : null;
      settled = leave();
    } finally {
      held = false;
    }
    wake(settled);
    tell(toTell);
    return wasPending;
  }

  @Override
  public boolean stop() {
    boolean wasPending;
    ChannelWaiter settled;
    lock();
    try {
      settleDue();
      wasPending = pending;
      pending = false;
      due = TimeSource.FOREVER;
      settled = leave();
    } finally {
      held = false;
    }
    wake(settled);
    return wasPending;
  }

  /**
   * Those that look, each pointing to the one before it in line; so the links cannot run in a
   * circle when another reset changes them.
   */
  private @Nullable ChannelWaiter chainToTell() {
    ChannelWaiter chain = null;
    for (ChannelWaiter waiter = receivers; waiter != null; waiter = WaitQueue.behind(waiter)) {
      if (chain == null || !waiter.owner.isVirtual()) {
        waiter.nextToTell = chain;
        chain = waiter;
      }
    }
    return chain;
  }

  private static void tell(@Nullable ChannelWaiter chain) {
    for (ChannelWaiter waiter = chain; waiter != null; waiter = waiter.nextToTell) {
      waiter.owner.updateDueTime();
    }
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    Object end = receiveLocked();
    Object value = end instanceof ChanReceiveWait waiter ? awaitReceive(waiter, deadline) : end;
    received(value);
    return value;
  }

  @Override
  @Nullable Object tryReceive() {
    long seen = due; // before the clock: if that is not there yet, nothing was due at this read
    Object value = seen <= TimeSource.current().nanoTime() ? tryReceiveLocked() : null;
    received(value);
    return value;
  }

  /** The event; here, since nothing may be written under the lock. By the wall clock, as values. */
  @Override
  void received(@Nullable Object value) {
    try {
      if (value instanceof Instant moment && Events.mayBeWanted() && Events.timersAreWanted()) {
        Duration late = Duration.between(moment, TimeSource.current().instant());
        Events.timerFired(describe(), late.toNanos());
      }
    } catch (Throwable lost) {
      // The event is, the value is not.
    }
  }

  @Override
  long dueTime(Waiter owner) {
    if (owner.isVirtual()) {
      ChannelWaiter now = first; // read after the move to PARKED, which tellFirst looks at
      if (now == null || now.owner != owner) {
        return TimeSource.FOREVER;
      }
    }
    return due;
  }

  @Override
  void tellFirst() {
    ChannelWaiter now = first;
    if (now != null && !now.toldFirst) {
      now.owner.updateDueTime();
      now.toldFirst = true; // after it, so that one that fails halfway is told again
    }
  }

  @Override
  void serveDue() {
    ChannelWaiter settled;
    lock();
    try {
      settleDue();
      settled = leave();
    } finally {
      held = false;
    }
    wake(settled);
  }

  /**
   * With the lock held: a value that is due goes to the first receiver in line, if there is one.
   */
  private void settleDue() {
    if (receivers != null) {
      long now = TimeSource.current().nanoTime();
      if (due <= now && settleReceiver(value())) { // false if all have given up: it stays due
        advance(now);
      }
    }
  }

  @Override
  @Nullable Object receiveStep() {
    settleDue();
    if (receivers != null) {
      return null; // served, so nothing was due: what has come due since is theirs
    }
    long now = TimeSource.current().nanoTime();
    if (due > now) {
      return null;
    }
    Object value = value(); // allocates, so comes before the step that takes it
    advance(now);
    return value;
  }

  @Override
  int shutBoth(int most) {
    return 1; // nothing is ever shut, and the value after the next comes due later
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
    ChannelWaiter now = receivers;
    if (first != now) { // seldom, and threads that park read it: not written for nothing
      first = now; // I3
      if (now != null) {
        now.nextToTell = null; // the one before it has left, and shall be garbage
      }
    }
  }

  @Override
  boolean isConsistent() {
    return (pending || due == TimeSource.FOREVER) // I1
        && senders == null // I2
        && first == receivers; // I3
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
    return Names.identity(this, "timer");
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
  int sendStep(Object value) {
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
