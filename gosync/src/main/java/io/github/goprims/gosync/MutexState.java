package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gochan.internal.WaitQueue;
import io.github.goprims.gochan.internal.Waiter;
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
   *              same whether others wait or not. Their queue is under a lock, so that one that gives
   *              up leaves at once. Starvation mode serves the line that stood when it began, and
   *              then newcomers may pass again for a time in proportion: where many threads wait all
   *              of them starve, and the lock would stay a slow fair one for ever. A thread that has
   *              been woken and gets no processor is handed the lock as well: nothing preempts a
   *              virtual thread that locks and unlocks in a loop on the last carrier.
   * State.       state   FREE      nobody has the lock
   *                      LOCKED    somebody has it
   *                      STARVING  somebody has it and must hand it on: the line is being served
   *              wake    IDLE      nobody is in the queue
   *                      NEEDED    somebody may be: an unlock has to wake the first
   *                      WOKEN     somebody has been woken to compete; nobody else is woken
   *              woken   who that is, or null
   *              queue   in the order of their numbers: a loser goes back to the front
   *              lineEnd     the last number of the line that is being served
   *              served      how many of it have been
   *              passTime    until when newcomers may pass whoever waits
   *              wake, woken and what follows them change under queueLock only.
   * Invariants.  M1 A waiter in the queue is behind all that came before it, and that is never long
   *                 ago: woken, or else the first in the queue, has waited longest.
   *              M2 STARVING is left under queueLock only, except by its holder's failing unlock.
   * The bound.   Newcomers pass while the state is not STARVING. An unlock that looks at the clock, or
   *              a loser, sets it as soon as the longest wait is over PATIENCE and passTime is past.
   *              passTime was set by the end of the service before, which served all that came before
   *              it began. So only one such time falls into a wait, and what is left of the service
   *              before, and the service of its own line.
   * Linearization points. A lock: state from FREE to LOCKED, or handed set. An unlock: state from
   *              LOCKED to FREE, or handed set for the next, or from STARVING to FREE when nobody waits.
   * Why no wake-up is lost. A waiter that joins the queue first sees to it that wake is not IDLE, and
   * then tries for the lock once more. If that fails, an unlock follows; it frees the lock, and then
   * looks at wake. NEEDED makes it wake somebody. WOKEN means that somebody is awake and competes: it
   * ends that before it takes the lock, or it is handed the lock, in one step with the end of WOKEN,
   * while the state is STARVING: so an unlock by another thread waits for queueLock, and then finds
   * who is next. IDLE is set where the queue is empty. A thread can give up only as long as nobody
   * has settled it, so it has been neither woken nor handed the lock then; one that fails although it
   * was, passes that on.
   * Failures.    Slow paths make sure of their stack first. An unlock for which there is none frees the
   *              lock all the same, and leaves the waking to the next: wake stays NEEDED. One that
   *              was woken, but not unparked, is unparked again when it is handed the lock.
   */

  private static final int FREE = 0;
  private static final int LOCKED = 1;
  private static final int STARVING = 2;

  private static final int IDLE = 0;
  private static final int NEEDED = 1;
  private static final int WOKEN = 2;

  /** The outcome of a wait: go and look whether the lock is handed to you, or compete for it. */
  private static final Sentinel WOKEN_UP = new Sentinel("woken up");

  private static final long PATIENCE_NANOS = 1_000_000;

  /** How long newcomers may pass for each thread that was served in line before. */
  private static final long PASS_NANOS = 50_000;

  /** At most so many unlocks pass one that was woken before one of them looks at the clock. */
  static final int LOOK_EVERY = 16;

  /** If looks are further apart than that, each unlock looks. */
  private static final long LOOK_NANOS = PATIENCE_NANOS / LOOK_EVERY;

  private volatile int state;
  private volatile int wake;
  private final BackoffLock queueLock = new BackoffLock();
  private final WaitQueue<MutexLockWait> queue = new WaitQueue<>();
  private volatile @Nullable MutexLockWait woken;
  private long arrivals;
  private long lineEnd;
  private int served;
  private volatile long passTime;

  // Written in races; at worst a look comes early, or late by a few passes.
  private int passes;
  private int lookAfter;
  private long lastLook;

  /** Who has locked it; only if {@link Owners#WANTED}. */
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
    if (casState(LOCKED, FREE)) {
      lookAfterWaiters();
      return;
    }
    boolean hasRoom = false;
    try {
      StackProbe.touch(StackProbe.PARK);
      hasRoom = true;
    } finally {
      if (!hasRoom && state == STARVING) {
        state = FREE; // the next unlock wakes one
      }
    }
    unlockStarving();
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
    Object outcome = takeOrQueue(waiter) ? WOKEN_UP : await(waiter, deadline, interruptible);
    if (Owners.WANTED && outcome == WOKEN_UP) {
      owner = Thread.currentThread();
    }
    return outcome;
  }

  /** The wait of one who is in the queue. */
  Object await(MutexLockWait waiter, long deadline, boolean interruptible) {
    Object outcome = null;
    boolean taken = false;
    try {
      do {
        waiter.lookAtContext();
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

  /** Puts {@code waiter} at the end of the queue, unless the lock is free by then. */
  boolean takeOrQueue(MutexLockWait waiter) {
    queueLock.lock();
    try {
      waiter.number = ++arrivals;
      queue.add(waiter);
      if (wake == IDLE) {
        wake = NEEDED;
      }
      boolean taken = take(waiter); // who is handed it from here on learns that by its outcome
      queueLock.unlock();
      return taken;
    } catch (Throwable failure) {
      queueLock.held = false;
      leave(waiter);
      throw failure;
    }
  }

  /** Takes the lock for one who was woken, or puts it at the front of the queue. */
  boolean takeOrQueueAgain(MutexLockWait waiter) {
    waiter.rearm();
    long now = TimeSource.current().nanoTime();
    queueLock.lock();
    try {
      if (!waiter.handed) {
        queue.addFirst(waiter);
        setWoken(null);
        if (take(waiter)) {
          setWoken(null);
        } else if (isDue(waiter, now) && casState(LOCKED, STARVING)) {
          lineEnd = arrivals;
        }
      }
      boolean taken = waiter.handed; // as in takeOrQueue
      queueLock.unlock();
      return taken;
    } catch (Throwable failure) {
      queueLock.held = false;
      throw failure;
    }
  }

  /** Takes the free lock for one in the queue. */
  private boolean take(MutexLockWait waiter) {
    if (!casState(FREE, LOCKED)) {
      return false;
    }
    waiter.handed = true;
    queue.remove(waiter);
    return true;
  }

  /**
   * Takes out of the queue one that has given up or fails; what it was given goes on to the next.
   */
  void leave(MutexLockWait waiter) {
    waiter.settle(Waiter.INTERRUPTED); // if it fails, its wait may not be over yet
    long now = TimeSource.current().nanoTime();
    boolean wasWoken;
    queueLock.lock();
    try {
      queue.remove(waiter);
      wasWoken = woken == waiter;
      if (wasWoken) {
        setWoken(null);
      }
      if (state == STARVING && woken == null && !isInLine(queue.first())) {
        endService(now);
        casState(STARVING, LOCKED);
      }
    } finally {
      queueLock.held = false;
    }
    if (waiter.handed) {
      giveBack();
    } else if (wasWoken && state == FREE) {
      lookAfterWaiters();
    }
  }

  private void unlockStarving() {
    while (!handOff()) {
      if (state == FREE) {
        throw new IllegalMonitorStateException("sync: unlock of unlocked mutex: " + this);
      }
      if (casState(LOCKED, FREE)) {
        lookAfterWaiters();
        return;
      }
    }
  }

  /** Gives the lock of a starving mutex to who was woken, or to the first in the queue. */
  private boolean handOff() {
    long now = TimeSource.current().nanoTime();
    MutexLockWait next;
    queueLock.lock();
    try {
      if (state != STARVING) {
        queueLock.unlock();
        return false;
      }
      next = woken;
      if (next == null) {
        next = settleFirst();
      }
      if (next != null) {
        hand(next, now);
      } else {
        endService(now);
        wake = IDLE;
        state = FREE;
      }
      queueLock.unlock();
    } catch (Throwable failure) {
      queueLock.held = false;
      throw failure;
    }
    if (next != null) {
      next.wake();
    }
    return true;
  }

  /** Makes {@code next}, which is settled, the holder of a lock that is STARVING. */
  private void hand(MutexLockWait next, long now) {
    setWoken(null);
    served++;
    if (!isInLine(queue.first())) {
      endService(now);
      next.handed = true;
      state = LOCKED;
    } else {
      next.handed = true;
    }
  }

  /** From now on, and for a time in proportion to those served, newcomers may pass. */
  private void endService(long now) {
    passTime = now + served * PASS_NANOS;
    served = 0;
  }

  private boolean isInLine(@Nullable MutexLockWait who) {
    return who != null && who.number <= lineEnd;
  }

  /** Sees to it, after the lock became free, that somebody is about to take it. */
  private void lookAfterWaiters() {
    int seen = wake; // read once: another processor is about to take the cache line away
    if (seen == NEEDED) {
      wakeFirst();
    } else if (seen == WOKEN && ++passes > lookAfter) {
      look();
    }
  }

  private void wakeFirst() {
    StackProbe.touch(StackProbe.PARK);
    MutexLockWait first = null;
    long now = TimeSource.current().nanoTime();
    queueLock.lock();
    try {
      if (wake == NEEDED) {
        first = settleFirst();
        setWoken(first);
        if (now - lastLook > LOOK_NANOS) {
          lookAfter = 0;
          passes = 0;
        }
        serveIfDue(first, now);
      }
      queueLock.unlock();
    } catch (Throwable failure) {
      queueLock.held = false;
      throw failure;
    }
    if (first != null) {
      first.wake();
    }
  }

  /** Looks at the clock for one that was woken and is being passed. */
  private void look() {
    long now = TimeSource.current().nanoTime();
    lookAfter = now - lastLook > LOOK_NANOS ? 0 : Math.min(LOOK_EVERY - 1, 2 * lookAfter + 1);
    lastLook = now;
    passes = 0;
    MutexLockWait seen = woken;
    if (seen != null && isDue(seen, now)) {
      hurry(now);
    }
  }

  /** Begins to serve the line, if it is time for that and somebody was woken. */
  void hurry(long now) {
    StackProbe.touch(StackProbe.PARK);
    MutexLockWait late;
    queueLock.lock();
    try {
      late = woken;
      serveIfDue(late, now);
    } finally {
      queueLock.held = false;
    }
    if (late != null) {
      late.wake(); // for the case that whoever settled it could not
    }
  }

  /** Serves {@code first}, which is woken, and the line behind it: at once, or by next unlock. */
  private void serveIfDue(@Nullable MutexLockWait first, long now) {
    if (first != null && isDue(first, now)) {
      if (casState(FREE, STARVING)) {
        lineEnd = arrivals;
        hand(first, now);
      } else if (casState(LOCKED, STARVING)) {
        lineEnd = arrivals;
      }
    }
  }

  /** Settles the first who still waits. */
  private @Nullable MutexLockWait settleFirst() {
    MutexLockWait first = queue.poll();
    while (first != null && !first.settle(WOKEN_UP)) {
      first = queue.poll();
    }
    return first;
  }

  /** From now on {@code who} is awake and competes for the lock, or nobody. */
  private void setWoken(@Nullable MutexLockWait who) {
    woken = who;
    wake = who != null ? WOKEN : queue.isEmpty() ? IDLE : NEEDED;
  }

  /** Whether {@code longest}, who has waited longest, has been patient for long enough. */
  private boolean isDue(MutexLockWait longest, long now) {
    return now - longest.start > PATIENCE_NANOS && now > passTime;
  }

  private boolean casState(int expected, int next) {
    return STATE.compareAndSet(this, expected, next);
  }

  /** How many are in the queue. */
  int waiters() {
    return wake == IDLE ? 0 : queue.size();
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
}
