package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gochan.internal.WaitQueue;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of {@link RWMutex}: its state, and the threads that wait for it. A superclass, so
 * that both are one object.
 */
abstract sealed class RWMutexState permits RWMutex {
  /*
   * Source.      Go's sync/rwmutex.go, with three differences. All checks are exact, since the state of
   *              the writer and the number of readers are in one word. Those who give up leave the
   *              state as if they had not come. A writer looks for a moment whether the readers leave
   *              by themselves before it is announced and shuts out new ones.
   * State.       state    the lower half: the readers, those that wait included. The upper half counts
   *                       steps of the writer, modulo four:
   *                         OPEN       no writer; all readers counted are in
   *                         ANNOUNCED  a writer waits for the readers that were in when it came
   *                         HELD       a writer is in; all readers counted wait
   *              writers  held by a writer from before it is announced until the lock is open again
   *              Under queueLock:
   *              queue    the readers that wait; one that has just counted itself may be on its way
   *              leaving  of those that were in when the writer was announced: how many still are
   *              writer   who is to be told when the last of them leaves
   *              orphans  readers that counted themselves in, met a writer, and had no stack left to
   *                       queue or to leave; whoever lets in the others lets them out
   * Invariants.  R1 While a reader that met a writer is counted, the lock is opened under queueLock
   *                 only, by one step of the period, which lets in all who are in the queue and
   *                 empties it: so a reader that finds there that the period is another one is in.
   *              R2 leaving is zero unless ANNOUNCED.
   * Linearization points. rLock: counting itself if it is OPEN, else the step to OPEN that lets it
   *              in. rUnlock: counting itself out. lock: the step to HELD, or the settling by the last
   *              reader. unlock: the step to OPEN. A reader that gives up: counting itself out.
   * Why no wake-up is lost. A reader that counts itself in finds the lock open, or is in the queue
   * before it is opened, or finds it in another period. The step to ANNOUNCED tells how many readers
   * are in, and they find this when they leave. Both sides do this under queueLock. Whoever opens
   * takes all out of the queue, and wakes them afterwards, without a lock. They are in by then: one
   * that gives up meanwhile finds another period, and has been served.
   * Failures.    Slow paths make sure of their stack first, and make what they need before they are
   *              counted or announced, or else undo that. Opening and leaving need no memory.
   */

  private static final int STEP_SHIFT = 32;
  private static final long STEP = 1L << STEP_SHIFT;
  private static final int STEPS = 4;
  private static final int PERIOD_SHIFT = STEP_SHIFT + 2;

  private static final int OPEN = 0;
  private static final int ANNOUNCED = 1;
  private static final int HELD = 2;

  /** How often a writer yields before it shuts out new readers, and for how long at most. */
  private static final int YIELDS = 32;

  private static final long PATIENCE_NANOS = 1_000_000;

  /** How often it looks before each yield. */
  private static final int LOOKS = 16;

  private static final Sentinel LET_IN = new Sentinel("let in");

  private volatile long state;
  final Mutex writers = new Mutex(true); // whoever waits here waits for readers, too
  private final BackoffLock queueLock = new BackoffLock();
  private final WaitQueue<RWMutexRLockWait> queue = new WaitQueue<>();
  private int leaving;
  private @Nullable RWMutexLockWait writer;

  /** Written in races between threads that fail. */
  private volatile int orphans;

  RWMutexState() {
    Rehearsal.ensure();
  }

  private static int readers(long seen) {
    return (int) seen;
  }

  private static int mode(long seen) {
    return (int) (seen >>> STEP_SHIFT) & STEPS - 1;
  }

  /** How often the lock has been opened. */
  private static long period(long seen) {
    return seen >>> PERIOD_SHIFT;
  }

  // Writers

  /** Takes the write lock, whatever happens meanwhile. */
  final void take() {
    StackProbe.touch(StackProbe.STEP); // for the way back
    writers.lock();
    boolean held = false;
    try {
      held = tryHold() || lockSlowly(TimeSource.FOREVER, false, null) == LET_IN;
    } finally {
      if (!held) {
        undo();
      }
    }
  }

  /** Takes the write lock if nobody holds or wants either lock. */
  final boolean takeNow() {
    long seen = state;
    if (mode(seen) != OPEN || readers(seen) != 0) {
      return false;
    }
    StackProbe.touch(StackProbe.STEP); // as in take
    if (!writers.tryLock()) {
      return false;
    }
    boolean held = false;
    try {
      while (!held && readers(state) == 0) {
        held = tryHold();
      }
    } finally {
      if (!held) {
        writers.unlock();
      }
    }
    return held;
  }

  /** Gives the write lock back, or refuses to if no writer holds it. */
  final void giveBack() {
    StackProbe.touch(StackProbe.STEP); // the two steps belong together
    for (long seen = state; mode(seen) == HELD && readers(seen) == 0; seen = state) {
      if (casState(seen, seen + (STEPS - HELD) * STEP)) {
        writers.unlock();
        return;
      }
    }
    if (!open(HELD)) {
      throw new IllegalMonitorStateException("sync: Unlock of unlocked RWMutex: " + this);
    }
  }

  /**
   * Takes the write lock, and says whether it did so before the deadline and the end of the
   * context.
   */
  final boolean takeUntil(long deadline, @Nullable Context context) throws InterruptedException {
    StackProbe.touch(StackProbe.STEP); // as in take
    if (!writers.lockUntil(deadline, context)) {
      return false;
    }
    Object outcome = null;
    try {
      outcome = tryHold() ? LET_IN : lockSlowly(deadline, true, context);
    } finally {
      if (outcome != LET_IN) {
        undo();
      }
    }
    return SyncWaits.inTime(outcome);
  }

  /** Undoes what one has done that has {@link #writers} and does not get the lock. */
  private void undo() {
    if (mode(state) != ANNOUNCED || !openWithRoom(ANNOUNCED)) {
      writers.unlock();
    }
  }

  /**
   * Waits until the readers have left, first in the hope that they do, then so that no others come;
   * for one who has {@link #writers}.
   *
   * @return {@link #LET_IN} if the lock is held now, or else how the wait ended
   */
  private Object lockSlowly(long deadline, boolean interruptible, @Nullable Context context) {
    StackProbe.touch(StackProbe.PARK);
    if (holdSoon()) {
      return LET_IN;
    }
    RWMutexLockWait waiter = new RWMutexLockWait((RWMutex) this);
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      Object outcome = LET_IN;
      if (announce(waiter)) {
        outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
        SyncWaits.refuseEnded(link, outcome);
        if (outcome == LET_IN) {
          addState((HELD - ANNOUNCED) * STEP);
        }
      }
      return outcome;
    }
  }

  /** Takes the lock if no reader is in; for one who has {@link #writers}. */
  private boolean tryHold() {
    long seen = state;
    return readers(seen) == 0 && casState(seen, seen + HELD * STEP);
  }

  /**
   * Looks for a moment whether the readers leave by themselves; for one who has {@link #writers}.
   * Most are about to, and one that is not lacks a processor, which the yields may give it. If all
   * had to wait for it, each write would cost a switch of threads for each reader.
   */
  @SuppressWarnings("ThreadPriorityCheck") // the yield is for speed only
  private boolean holdSoon() {
    long start = TimeSource.current().nanoTime();
    for (int i = 0; i < YIELDS && TimeSource.current().nanoTime() - start < PATIENCE_NANOS; i++) {
      for (int j = 0; j < LOOKS; j++) {
        Thread.onSpinWait();
        if (tryHold()) {
          return true;
        }
      }
      Thread.yield();
    }
    return false;
  }

  /**
   * Takes the lock, or stops new readers from coming in; for one who has {@link #writers}.
   *
   * @return whether it has to wait until readers have left; else the lock is held
   */
  private boolean announce(RWMutexLockWait waiter) {
    queueLock.lock();
    try {
      leaving = readers(addState(ANNOUNCED * STEP));
      if (leaving > 0) {
        writer = waiter;
        return true;
      }
      addState((HELD - ANNOUNCED) * STEP);
      return false;
    } finally {
      queueLock.held = false;
    }
  }

  /**
   * Lets in all readers that wait, and then the next writer.
   *
   * @return false if there is no writer in this {@code mode}
   */
  private boolean open(int mode) {
    StackProbe.touch(StackProbe.PARK);
    return openWithRoom(mode);
  }

  private boolean openWithRoom(int mode) {
    RWMutexRLockWait first;
    int unable;
    queueLock.lock();
    try {
      if (mode(state) != mode) {
        return false;
      }
      first = queue.detach();
      unable = orphans;
      orphans = 0;
      leaving = 0;
      writer = null;
      addState((STEPS - mode) * STEP);
    } finally {
      queueLock.held = false;
    }
    try {
      WaitQueue.settleAll(first, LET_IN);
      for (int i = 0; i < unable; i++) {
        rGiveBack();
      }
    } finally {
      writers.unlock();
    }
    return true;
  }

  // Readers

  /** Takes a read lock, whatever happens meanwhile. */
  final void rTake() {
    long met = countIn();
    if (mode(met) != OPEN) {
      rLockSlowly(met, TimeSource.FOREVER, false, null);
    }
  }

  /** Takes a read lock if no writer holds the lock or waits for readers. */
  final boolean rTakeNow() {
    for (long seen = state; mode(seen) == OPEN; seen = state) {
      if (casState(seen, seen + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Gives a read lock back, or refuses to if no reader holds one. */
  final void rGiveBack() {
    if (!countOut() && !leave()) {
      throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex: " + this);
    }
  }

  /** As {@link #takeUntil}, a read lock. */
  final boolean rTakeUntil(long deadline, @Nullable Context context) throws InterruptedException {
    long met = countIn();
    return mode(met) == OPEN || SyncWaits.inTime(rLockSlowly(met, deadline, true, context));
  }

  /** Counts in a reader, and makes sure that it can wait or leave if it has met a writer. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // no call fits on the stack any more
  private long countIn() {
    long met = addState(1);
    if (mode(met) != OPEN) {
      boolean hasRoom = false;
      try {
        StackProbe.touch(StackProbe.PARK);
        hasRoom = true;
      } finally {
        if (!hasRoom) {
          orphans++;
        }
      }
    }
    return met;
  }

  /**
   * Waits for the writer that a reader has {@code met}, which has counted itself in. Counts it out
   * unless the lock is held in the end.
   */
  private Object rLockSlowly(
      long met, long deadline, boolean interruptible, @Nullable Context context) {
    Object outcome = null;
    RWMutexRLockWait waiter = null;
    try {
      waiter = new RWMutexRLockWait((RWMutex) this);
      try (ContextLink link = SyncWaits.link(context, waiter)) {
        if (!queueUp(waiter, met)) {
          outcome = LET_IN;
        } else {
          outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
          if (outcome != LET_IN && !giveUp(waiter, met)) {
            outcome = SyncWaits.settledBefore(outcome, LET_IN);
          }
          SyncWaits.refuseEnded(link, outcome);
        }
        return outcome;
      }
    } finally {
      if (outcome == null && !giveUp(waiter, met)) {
        rGiveBack(); // it has failed, and was let in meanwhile
      }
    }
  }

  /**
   * Puts a reader in the queue that has counted itself in and has {@code met} a writer.
   *
   * @return false if the writer has gone and has let it in
   */
  boolean queueUp(RWMutexRLockWait waiter, long met) {
    queueLock.lock();
    try {
      boolean waits = period(state) == period(met); // R1
      if (waits) {
        queue.add(waiter);
      }
      return waits;
    } finally {
      queueLock.held = false;
    }
  }

  /**
   * Counts out a reader that has {@code met} a writer and gives up, whether it is in the queue or
   * not.
   *
   * @return false if the writer has gone and has let it in
   */
  private boolean giveUp(@Nullable RWMutexRLockWait waiter, long met) {
    queueLock.lock();
    try {
      boolean waits = period(state) == period(met); // R1
      if (waits) {
        addState(-1);
        if (waiter != null) {
          queue.remove(waiter);
        }
      }
      return waits;
    } finally {
      queueLock.held = false;
    }
  }

  /** Counts out a reader if there is one, and no writer. */
  private boolean countOut() {
    for (long seen = state; mode(seen) == OPEN && readers(seen) > 0; seen = state) {
      if (casState(seen, seen - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Counts out a reader that may have a writer waiting for it; false if no reader is in. */
  private boolean leave() {
    StackProbe.touch(StackProbe.PARK);
    RWMutexLockWait told = null;
    queueLock.lock();
    try {
      if (countOut()) {
        return true;
      }
      if (leaving == 0) {
        return false;
      }
      addState(-1);
      leaving--;
      if (leaving == 0 && writer != null) {
        told = writer.settle(LET_IN) ? writer : null;
        writer = null; // nobody else needs it, and it keeps its thread alive
      }
    } finally {
      queueLock.held = false;
    }
    if (told != null) {
      told.wake();
    }
    return true;
  }

  /** Such as {@code (readers=2, waiting writers=1)}. */
  final String stateText() {
    long seen = state;
    int waiting = mode(seen) == OPEN ? 0 : queue.size();
    int in = mode(seen) == OPEN ? readers(seen) : leaving;
    int waitingWriters = writers.waiters() + (mode(seen) == ANNOUNCED ? 1 : 0);
    return (mode(seen) == HELD ? "(locked" : in > 0 ? "(readers=" + in : "(unlocked")
        + (waiting > 0 ? ", waiting readers=" + waiting : "")
        + (waitingWriters > 0 ? ", waiting writers=" + waitingWriters : "")
        + ")";
  }

  private long addState(long delta) {
    return (long) STATE.getAndAdd(this, delta);
  }

  private boolean casState(long expected, long next) {
    return STATE.compareAndSet(this, expected, next);
  }

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, RWMutexState.class, long.class);
}
