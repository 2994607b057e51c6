package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import org.jspecify.annotations.Nullable;

/**
 * The right to start tasks of an {@link ErrGroup}: its tasks, counted by a {@link WaitGroup}, the
 * limit to their number, and the threads that wait at it. Also the lock that guards the limit.
 */
final class Places extends BackoffLock {
  /*
   * State.       tasks     counts the tasks that have begun, and those about to
   *              open      whether there is no limit and the group is not closed: then no lock is needed
   *              limit     how many may run at once, or NO_LIMIT
   *              taken     how many do, where there is a limit
   *              line      the threads that wait at the limit
   *              closing   nobody waits at the limit any more
   *              closed    nothing starts any more
   *              All but tasks change under the lock only.
   * Invariants, whenever the lock is free.
   *              P1  taken <= limit, where there is one
   *              P2  taken < limit => nobody in the line waits still
   *              P3  the limit, open and closed have not changed since any task came that has a place
   * Linearization points. Coming: tasks.raise. Leaving: the settling of the first in line, which gets
   * the place and is counted in place of the task that leaves; or else taken - 1 under a limit, and
   * tasks.countDown without one.
   * Why P3 holds. What changes under the lock does so if no place is taken: under a limit if taken is
   * zero, else if tasks are. (Under a limit, tasks may count a thread that looks for a place without the
   * lock, and will find none.) A thread that comes without the lock raises tasks first, and then reads
   * held, and open: if it has not raised them by the time when they are found to be zero, it finds the
   * lock taken or the change made. It takes the raise back then, and comes again with the lock.
   * Why none is overlooked. A thread joins the line under the lock, with all places taken. A thread
   * that gives one back looks at the line under the same lock.
   * Failures. A waiter that fails leaves, and passes on the place that it got. Leaving needs no memory,
   * and its stack is made sure of before the coming.
   */

  private static final int NO_LIMIT = -1;

  /** The outcome of a wait that ended with a place. */
  static final Sentinel PLACE = new Sentinel("place");

  final WaitGroup tasks = new WaitGroup();

  private volatile boolean open = true;
  private volatile int limit = NO_LIMIT;
  private int taken;

  /** The first in line. */
  private @Nullable ErrGroupGoWait line;

  /** How many are in line; read without the lock by threads that print it. */
  int waiting;

  private boolean closing;
  private volatile boolean closed;

  /** Gets a place, which is to be given back by {@link #leave}, if there is one. */
  boolean tryEnter() {
    if (open) {
      tasks.raise();
      if (!held && open) { // in this order, and after the raise: P3
        return true;
      }
      tasks.countDown();
    }
    lock();
    try {
      return take();
    } finally {
      held = false;
    }
  }

  /**
   * As {@link #tryEnter}, but waits for a place, until {@code context} ends or the group is closed.
   */
  @SuppressWarnings("try") // the link is held, not used
  boolean enter(ErrGroup group, @Nullable Context context) throws InterruptedException {
    if (tryEnter()) {
      return true;
    }
    StackProbe.touch(StackProbe.PARK);
    ErrGroupGoWait waiter = new ErrGroupGoWait(group);
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      Object outcome = takeOrQueue(waiter);
      if (outcome == null) {
        outcome = await(waiter);
      }
      SyncWaits.inTime(outcome);
      return outcome == PLACE;
    }
  }

  /** Gives a place back, to the thread that has waited longest. */
  void leave() {
    if (!open) { // P3: it is what it was when the place was taken
      ErrGroupGoWait next = passOn();
      if (next != null) {
        next.wake();
        return;
      }
    }
    tasks.countDown();
  }

  /**
   * Sets the limit, and gives places to those in line, unless there are tasks.
   *
   * @return how many tasks there are; zero if the limit was set
   */
  int limit(int most) {
    StackProbe.touch(StackProbe.PARK);
    ErrGroupGoWait chosen;
    lock();
    try {
      int running = open ? tasks.count() : taken; // P3
      if (running != 0) {
        return running;
      }
      limit = Math.max(most, NO_LIMIT);
      open = limit == NO_LIMIT && !closed;
      chosen = admit();
    } finally {
      held = false;
    }
    wakeAll(chosen);
    return 0;
  }

  /** From now on nobody waits at the limit; those that do get nothing. */
  void dismissWaiters() {
    ErrGroupGoWait next;
    do {
      lock();
      try {
        closing = true;
        next = settleFirst(Waiter.CANCELED);
      } finally {
        held = false;
      }
      if (next != null) {
        next.wake();
      }
    } while (next != null);
  }

  /** Sees to it that nothing starts any more, unless there are tasks still: false then. */
  boolean close() {
    lock();
    try {
      if (tasks.count() != 0) {
        return false;
      }
      closed = true;
      open = false;
      return true;
    } finally {
      held = false;
    }
  }

  /** Such as {@code running=3, limit=8, waiting=1}. */
  String text() {
    int most = limit;
    int inLine = waiting;
    return "running="
        + tasks.count()
        + (most == NO_LIMIT ? "" : ", limit=" + most)
        + (inLine == 0 ? "" : ", waiting=" + inLine)
        + (closed ? ", closed" : "");
  }

  /** For {@link Rehearsal}: calls what gives back or gives up. */
  void rehearse(ErrGroup group) {
    limit(1);
    tryEnter();
    takeOrQueue(new ErrGroupGoWait(group));
    ErrGroupGoWait leaver = new ErrGroupGoWait(group);
    takeOrQueue(leaver);
    giveUp(leaver);
    leave(); // passes on
    leave();
  }

  /** Takes a place if there is one; with the lock. */
  private boolean take() {
    boolean free = !closed && hasPlace();
    if (free) {
      count();
    }
    return free;
  }

  private boolean hasPlace() {
    return limit == NO_LIMIT || taken < limit;
  }

  private void count() {
    if (limit != NO_LIMIT) {
      taken++;
    }
    tasks.raise();
  }

  /** How the wait ends that is not needed, or null if it is: the waiter is in line then. */
  @Nullable Object takeOrQueue(ErrGroupGoWait waiter) {
    lock();
    try {
      if (take()) {
        return PLACE;
      }
      if (closing) {
        return Waiter.CANCELED;
      }
      line = WaitQueue.add(line, waiter);
      waiting++;
      return null;
    } finally {
      held = false;
    }
  }

  /** The wait of a thread whose waiter is in line. */
  Object await(ErrGroupGoWait waiter) {
    Object outcome = null;
    try {
      outcome = waiter.await(TimeSource.FOREVER);
      return outcome;
    } finally {
      if (outcome != PLACE) {
        giveUp(waiter);
      }
    }
  }

  /**
   * Takes out of the line a waiter that has given up, or whose wait has failed: its place goes on.
   */
  void giveUp(ErrGroupGoWait waiter) {
    waiter.settle(Waiter.INTERRUPTED); // a wait that fails may not be over yet
    lock();
    try {
      if (waiter.isQueued()) {
        line = WaitQueue.remove(line, waiter);
        waiting--;
      }
    } finally {
      held = false;
    }
    if (waiter.outcome == PLACE) {
      leave();
    }
  }

  /** The thread that gets a place which is free now; null if nobody wants it. */
  @Nullable ErrGroupGoWait passOn() {
    lock();
    try {
      ErrGroupGoWait next = settleFirst(PLACE);
      if (next == null) {
        taken--; // before tasks.countDown: where those are zero, all places are free
      }
      return next;
    } finally {
      held = false;
    }
  }

  /** Gives the free places to those in line: P2. */
  private @Nullable ErrGroupGoWait admit() {
    ErrGroupGoWait chosen = null;
    ErrGroupGoWait next = null;
    while (hasPlace() && (next = settleFirst(PLACE)) != null) {
      count();
      chosen = WaitQueue.chain(next, chosen);
    }
    return chosen;
  }

  /** Settles the first in line that has not given up. */
  private @Nullable ErrGroupGoWait settleFirst(Object outcome) {
    for (ErrGroupGoWait first = line; first != null; first = line) {
      line = WaitQueue.remove(first, first);
      waiting--;
      if (first.settle(outcome)) {
        return first;
      }
    }
    return null;
  }

  /** One whose thread cannot be woken does not keep the others asleep. */
  private static void wakeAll(@Nullable ErrGroupGoWait chosen) {
    Throwable failure = null;
    for (ErrGroupGoWait waiter = chosen; waiter != null; ) {
      ErrGroupGoWait rest = WaitQueue.unchain(waiter);
      try {
        waiter.wake();
      } catch (Throwable thrown) {
        failure = thrown;
      }
      waiter = rest;
    }
    if (failure != null) {
      throw Rethrow.<RuntimeException>asItIs(failure);
    }
  }
}
