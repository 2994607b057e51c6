package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of {@link Mutex}: its state, and the queue of the threads that wait for it. A
 * superclass, so that both are one object.
 */
abstract sealed class MutexState permits Mutex {
  /*
   * Source.      Go's internal/sync/mutex.go, with four differences (docs/adr/0009-mutex.md). What
   *              concerns the waiters has a word of its own, so that locking and unlocking cost the
   *              same whether others wait or not. The queue is under a lock, so that a waiter that
   *              gives up leaves at once. Starvation mode serves the line that stood when it began,
   *              then newcomers may pass for a time in proportion: else, where many threads wait, the
   *              lock would stay a slow fair one for ever. A thread that was woken and gets no
   *              processor is handed the lock, too: nothing preempts a virtual thread that locks and
   *              unlocks in a loop on the last carrier.
   * State.       state   FREE      nobody has the lock
   *                      LOCKED    somebody has it
   *                      STARVING  somebody has it and must hand it on: the line is being served
   *              wake    IDLE      nobody is in the queue
   *                      NEEDED    somebody may be: an unlock has to wake the first
   *                      WOKEN     somebody has been woken to compete; nobody else is woken
   *              line    null until somebody waits; then, under the lock that it is itself:
   *                first     the waiters in the order of their numbers, which is M1
   *                woken     the waiter that was woken, or null
   *                end, served  the last number of those being served; how many have been
   *                passTime  until when newcomers may pass the waiters
   *              wake, too, changes under the line's lock only, and so does holds of each waiter.
   * Invariants.  M1 The waiter that has waited longest is woken, or else the first in the queue: the
   *                 queue is in the order of arrival.
   *              M2 STARVING is left under the line's lock only, except by an unlock that has no stack.
   *              M3 When the line's lock is free: if a waiter is in the queue, wake is not IDLE; and wake
   *                 is WOKEN exactly if woken is not null.
   * The bound.   Newcomers pass while the state is not STARVING. An unlock that checks the clock, or a
   *              waiter that finds the lock taken again, sets STARVING once the longest wait is longer
   *              than STARVES_AFTER_NANOS and passTime is past. passTime was set by the end of the
   *              service before, which served all that came before it began. So a wait contains one
   *              such time, what is left of the service before, and the service of its own line.
   * Linearization points. A lock: state from FREE to LOCKED, or holds set by an unlock. An unlock: state
   *              from LOCKED or STARVING to FREE, or holds set for the next waiter.
   * Why no wake-up is lost. A waiter first sees to it that wake is not IDLE, and then tries for the lock
   * once more. If that fails, it joins the queue under the same lock, and an unlock follows: that frees
   * the mutex, and then reads wake. NEEDED makes it wake the first, for which it needs the line's lock.
   * WOKEN means that a thread is awake and competes. Before that thread tries for the mutex it ends
   * WOKEN: the mutex is not owned, and another thread may unlock it right after the try. Where the state
   * is STARVING, WOKEN ends in one step with handing over the mutex, under the line's lock: an unlock by
   * another thread waits for that, and then finds the waiter that is next. wake becomes IDLE where the
   * queue is empty. A thread can give up only as long as its waiter is not settled, so it has neither
   * been woken nor got the mutex by then; a thread that fails after that passes on what it got.
   * Failures.    Slow paths make sure of their stack first. An unlock that has no stack for its slow path
   *              frees the lock all the same, and leaves the waking to the next: wake stays NEEDED. A
   *              waiter that was woken, but not unparked, is unparked again when it is handed the lock.
   */

  static final int FREE = 0;
  private static final int LOCKED = 1;
  private static final int STARVING = 2;

  private static final int IDLE = 0;
  private static final int NEEDED = 1;
  private static final int WOKEN = 2;

  /** The outcome of a wait: look whether you hold the lock, or else compete for it. */
  private static final Sentinel WOKEN_UP = new Sentinel("woken up");

  /** How long the first waiter lets newcomers pass. */
  static final long STARVES_AFTER_NANOS = 1_000_000;

  /** How many unlocks may pass a waiter that was woken before one of them checks the clock. */
  static final int MAX_PASSES = 16;

  /** If the checks of the clock are further apart than that, each unlock makes one. */
  private static final long RARE_CHECK_NANOS = STARVES_AFTER_NANOS / MAX_PASSES;

  volatile int state;
  private volatile int wake;

  /** What only a mutex needs for which somebody has waited; there from the first waiter on. */
  private volatile @Nullable MutexLine line;

  // Written in races; at worst a check comes early, or late by a few passes.
  private byte passes;
  private byte passesPerCheck;

  /** The thread that has locked it; only if {@link Owners#WANTED}. */
  volatile @Nullable Thread owner;

  /** Whether platform threads, too, yield before they park. */
  final boolean waitersYield;

  MutexState(boolean waitersYield) {
    Rehearsal.ensure();
    this.waitersYield = waitersYield;
  }

  /** Takes the lock if it is free. */
  final boolean takeFree() {
    boolean taken = casState(FREE, LOCKED);
    if (Owners.WANTED && taken) {
      owner = Thread.currentThread();
    }
    return taken;
  }

  /** Gives the lock back, or refuses to if it is not held. */
  final void giveBack() {
    if (Owners.WANTED) {
      owner = null;
    }
    if (casState(LOCKED, FREE)) { // fails if it is not held, and if a line is being served (M2)
      afterUnlock();
      return;
    }
    boolean hasRoom = false;
    try {
      StackProbe.touch(StackProbe.PARK);
      hasRoom = true;
    } finally {
      if (!hasRoom && state == STARVING) {
        state = FREE; // a write needs no stack; wake is not IDLE, so the next unlock wakes a waiter
      }
    }
    unlockStarving();
  }

  /** The line, made by now: a waiter needs it before it tries for the lock the last time. */
  final MutexLine line() {
    MutexLine seen = line;
    if (seen == null) {
      MutexLine made = new MutexLine();
      seen = exchangeLine(made); // one of two waiters wins, and both stand in its line
      if (seen == null) {
        return made;
      }
    }
    return seen;
  }

  /**
   * Waits for the lock: until {@code deadline}, an interrupt or the end of its context, or else
   * whatever happens.
   *
   * @return {@link #WOKEN_UP} if the lock is held now, or else how the wait ended
   */
  Object lockSlowly(MutexLockWait waiter, long deadline, boolean interruptible) {
    StackProbe.touch(StackProbe.PARK);
    Owners.refuseSelf(owner, this);
    waiter.start = TimeSource.current().nanoTime();
    Object outcome = takeOrQueue(waiter) ? WOKEN_UP : waiter.awaitLock(deadline, interruptible);
    if (Owners.WANTED && outcome == WOKEN_UP) {
      owner = Thread.currentThread();
    }
    return outcome;
  }

  /** The wait of a thread whose waiter is in the queue. */
  Object await(MutexLockWait waiter, long deadline, boolean interruptible) {
    Object outcome = null;
    boolean taken = false;
    try {
      do {
        waiter.settleIfCanceled(); // a cancel that came before the rearm could not
        outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
        taken = outcome == WOKEN_UP && takeOrQueueAgain(waiter);
      } while (!taken && outcome == WOKEN_UP);
      return outcome;
    } finally {
      if (!taken) {
        leave(waiter);
      }
    }
  }

  /** Takes the lock if it is free by now, or puts {@code waiter} at the end of the queue. */
  boolean takeOrQueue(MutexLockWait waiter) {
    MutexLine line = waiter.line;
    line.lock();
    try {
      waiter.number = ++line.arrivals;
      if (wake == IDLE) {
        wake = NEEDED; // before the try: the unlock after a try that fails reads it
      }
      if (casState(FREE, LOCKED)) {
        waiter.holds = true;
      } else {
        line.add(waiter); // M3; an unlock that has read NEEDED waits for the line's lock
      }
      boolean taken = waiter.holds; // read here: later on another thread may set it
      line.unlock();
      return taken;
    } catch (Throwable failure) {
      line.held = false;
      leave(waiter);
      throw failure;
    }
  }

  /** Takes the lock for a waiter that was woken, or puts it back at the front of the queue. */
  boolean takeOrQueueAgain(MutexLockWait waiter) {
    waiter.rearm(); // while it is in no queue: nobody can settle it
    long now = TimeSource.current().nanoTime();
    MutexLine line = waiter.line;
    line.lock();
    try {
      if (!waiter.holds) { // else it was handed the lock on the way here, and is not woken any more
        line.woken = null;
        wake = NEEDED; // before the try, as in takeOrQueue: WOKEN would keep an unlock from waking
        if (casState(FREE, LOCKED)) {
          waiter.holds = true;
          setWoken(line, null); // with nobody in the queue the next unlock need not look
        } else {
          line.addFirst(waiter); // M1
          if (line.isDue(waiter, now)) {
            startService(line, LOCKED); // if it was freed meanwhile, that unlock finds NEEDED
          }
        }
      }
      boolean taken = waiter.holds; // as in takeOrQueue
      line.unlock();
      return taken;
    } catch (Throwable failure) {
      line.held = false;
      throw failure;
    }
  }

  /**
   * Takes a waiter out that has given up or fails; the lock or the wake-up that it got goes on to
   * the next.
   */
  void leave(MutexLockWait waiter) {
    waiter.settle(Waiter.INTERRUPTED); // a wait that fails may not be over yet
    long now = TimeSource.current().nanoTime();
    MutexLine line = waiter.line;
    boolean wasWoken;
    line.lock();
    try {
      line.remove(waiter);
      wasWoken = line.woken == waiter;
      if (wasWoken) {
        setWoken(line, null); // M3
      }
      if (state == STARVING && line.woken == null && !line.isServed(line.first)) {
        line.endService(now); // it was the last of the line
        casState(STARVING, LOCKED); // fails if its holder had no stack, and has freed it (M2)
      }
    } finally {
      line.held = false;
    }
    if (waiter.holds) {
      giveBack();
    } else if (wasWoken && state == FREE) {
      afterUnlock(); // the unlock that woke it, and those since, have relied on it
    }
  }

  private void unlockStarving() {
    while (!handOff()) {
      if (state == FREE) {
        throw new IllegalMonitorStateException("sync: unlock of unlocked mutex: " + this);
      }
      if (casState(LOCKED, FREE)) { // the service has ended; fails if the next one has begun
        afterUnlock();
        return;
      }
    }
  }

  /** Hands the lock of a starving mutex to the waiter that was woken, or to the first in line. */
  private boolean handOff() {
    MutexLine line = this.line;
    if (line == null) {
      return false; // nobody has ever waited
    }
    long now = TimeSource.current().nanoTime();
    MutexLockWait next;
    line.lock();
    try {
      if (state != STARVING) { // under the line's lock it stays what it is (M2)
        line.unlock();
        return false;
      }
      next = line.woken;
      if (next == null) {
        next = line.settleFirst(WOKEN_UP);
      }
      if (next != null) {
        hand(line, next, now);
      } else {
        line.endService(now);
        wake = IDLE; // before the lock is free: a waiter that comes then writes NEEDED
        state = FREE;
      }
      line.unlock();
    } catch (Throwable failure) {
      line.held = false;
      throw failure;
    }
    if (next != null) {
      next.wake();
    }
    return true;
  }

  /** Makes {@code next}, which is settled, the holder of a lock that is STARVING. */
  private void hand(MutexLine line, MutexLockWait next, long now) {
    setWoken(line, null);
    next.holds = true; // in one step with the end of WOKEN, by the line's lock
    line.served++;
    if (!line.isServed(line.first)) {
      line.endService(now);
      state = LOCKED; // last: from here on an unlock needs no lock
    }
  }

  /** Serves the line as it stands now, if the state is still {@code from}. */
  private boolean startService(MutexLine line, int from) {
    boolean started = casState(from, STARVING); // a newcomer or the holder may change it meanwhile
    if (started) {
      line.end = line.arrivals;
    }
    return started;
  }

  /** Sees to it, after the lock became free, that some thread is about to take it. */
  private void afterUnlock() {
    int seen = wake; // read once: another processor is about to take the cache line away
    if (seen == NEEDED) {
      wakeFirst();
    } else if (seen == WOKEN && ++passes > passesPerCheck) {
      checkClock();
    }
  }

  private void wakeFirst() {
    StackProbe.touch(StackProbe.PARK);
    MutexLine line = line();
    MutexLockWait first = null;
    long now = TimeSource.current().nanoTime();
    line.lock();
    try {
      if (wake == NEEDED) { // still: another unlock may have woken one
        first = line.settleFirst(WOKEN_UP);
        setWoken(line, first);
        if (now - line.lastCheck > RARE_CHECK_NANOS) {
          passesPerCheck = 0;
          passes = 0;
        }
        serveIfDue(line, first, now);
      }
      line.unlock();
    } catch (Throwable failure) {
      line.held = false;
      throw failure;
    }
    if (first != null) {
      first.wake();
    }
  }

  /** Checks the clock for a waiter that was woken and is being passed. */
  private void checkClock() {
    long now = TimeSource.current().nanoTime();
    MutexLine line = line();
    passesPerCheck =
        (byte)
            (now - line.lastCheck > RARE_CHECK_NANOS
                ? 0
                : Math.min(MAX_PASSES - 1, 2 * passesPerCheck + 1));
    line.lastCheck = now;
    passes = 0;
    MutexLockWait seen = line.woken; // a hint; hurry looks again under the line's lock
    if (seen != null && line.isDue(seen, now)) {
      hurry(now);
    }
  }

  /** Begins to serve the line, if it is time for that and a waiter was woken. */
  void hurry(long now) {
    StackProbe.touch(StackProbe.PARK);
    MutexLine line = line();
    MutexLockWait late;
    line.lock();
    try {
      late = line.woken;
      serveIfDue(line, late, now);
    } finally {
      line.held = false;
    }
    if (late != null) {
      late.wake(); // again: the thread that settled it may have failed to
    }
  }

  /** Begins to serve {@code first}, which is woken, and the line behind it, if that is due. */
  private void serveIfDue(MutexLine line, @Nullable MutexLockWait first, long now) {
    if (first != null
        && line.isDue(first, now)
        && !startService(line, LOCKED) // the next unlock hands the lock over
        && startService(line, FREE)) { // nobody may come to unlock; fails if a newcomer was faster
      hand(line, first, now);
    }
  }

  /** From now on {@code waiter} is awake and competes for the lock, or nobody. */
  private void setWoken(MutexLine line, @Nullable MutexLockWait waiter) {
    line.woken = waiter;
    wake = waiter != null ? WOKEN : line.first == null ? IDLE : NEEDED; // M3
  }

  private boolean casState(int expected, int next) {
    return STATE.compareAndSet(this, expected, next);
  }

  private @Nullable MutexLine exchangeLine(MutexLine made) {
    return (MutexLine) LINE.compareAndExchange(this, (MutexLine) null, made);
  }

  /** How many are in the queue. */
  int waiters() {
    MutexLine seen = line;
    return seen == null || wake == IDLE ? 0 : seen.length;
  }

  /** Such as {@code (locked, waiters=3)}. */
  final String stateText() {
    int waiters = waiters();
    int seen = state;
    return (seen == FREE ? "(unlocked" : "(locked")
        + (seen == STARVING ? ", starving" : "")
        + (waiters == 0 ? ")" : ", waiters=" + waiters + ")");
  }

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, MutexState.class, int.class);
  private static final VarHandle LINE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "line", VarHandle.class, MutexState.class, MutexLine.class);
}
