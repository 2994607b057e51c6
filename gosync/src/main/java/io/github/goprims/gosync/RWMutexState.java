package io.github.goprims.gosync;

import static io.github.goprims.gosync.RWMutexWord.ANNOUNCED;
import static io.github.goprims.gosync.RWMutexWord.HELD;
import static io.github.goprims.gosync.RWMutexWord.OPEN;
import static io.github.goprims.gosync.RWMutexWord.SPREAD;
import static io.github.goprims.gosync.RWMutexWord.isOpen;
import static io.github.goprims.gosync.RWMutexWord.mode;
import static io.github.goprims.gosync.RWMutexWord.period;
import static io.github.goprims.gosync.RWMutexWord.readers;
import static io.github.goprims.gosync.RWMutexWord.step;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of {@link RWMutex}: writers, and the threads that wait. How readers are counted is
 * in {@link RWMutexCount}. A superclass, so that all is one object.
 */
abstract sealed class RWMutexState extends RWMutexCount permits RWMutex {
  /*
   * Source.      Go's sync/rwmutex.go, with three differences. All checks are exact, since the mode and
   *              the number of readers are in one word. A thread that gives up leaves the state as if
   *              it had not come. A writer looks for a moment whether the readers leave by themselves
   *              before it is announced and shuts out new ones.
   * State.       hot      the word with mode, period and readers, and queueLock: see RWMutexCount
   *              writers  held by a writer from before it is announced until the lock is open again
   *              orphans  readers that counted themselves in, and had no stack left to see whether they
   *                       have met a writer, to queue, or to leave: the step that opens the lock
   *                       counts these out, or the next writer that is announced, if that was too late
   *              Under queueLock:
   *              queue    the first of the readers that wait; those that just counted themselves are on their way
   *              leaving  of the readers that were in when the writer was announced: how many still are
   *              writer   the waiter that is settled when the last of them leaves
   * Invariants.  R1 While a reader that met a writer is counted, the lock is opened under queueLock
   *                 only, by one step that begins a period, takes all readers out of the queue and
   *                 lets them in: so a reader that finds there that the period is another one is in.
   *              R2 leaving is zero unless the mode is ANNOUNCED.
   *              R3 Only the writer that holds writers makes the mode ANNOUNCED or HELD. It leaves these
   *                 by that writer, or by unlock of any thread.
   * Linearization points. rLock: counting itself if the lock is open, else the step to OPEN that lets it
   *              in. rUnlock: counting itself out. lock: the step to HELD, or the settling by the last
   *              reader. unlock: the step to OPEN. A reader that gives up: counting itself out.
   * Why no wake-up is lost. A reader that counts itself in finds the lock open, or is in the queue
   * before it is opened, or finds it in another period. The step to ANNOUNCED tells how many readers
   * are in, and they find this when they leave. Both sides do this under queueLock. The thread that
   * opens the lock takes all readers out of the queue, and wakes them afterwards, without a lock. They
   * are in by then: a reader that gives up meanwhile finds another period, and has the lock.
   * Failures.    Slow paths make sure of their stack first. What they need they make before they are
   *              counted or announced, or else they undo that. Opening and leaving need no memory.
   */

  /** The outcome of a wait that ended with the lock. */
  private static final Sentinel TAKEN = new Sentinel("taken");

  /** What a reader meets that comes in at once; no word is that. */
  private static final long IN = -1;

  private @Nullable RWMutexRLockWait queue;
  private int leaving;
  private @Nullable RWMutexLockWait writer;
  volatile int orphans;

  RWMutexState() {
    Rehearsal.ensure();
  }

  // Writers

  /** Takes the write lock, whatever happens meanwhile. */
  final void take() {
    StackProbe.touch(StackProbe.STEP); // for undo
    writers.lock();
    takeFromReaders(TimeSource.FOREVER, false, null);
  }

  /**
   * Takes the write lock, and says whether it did so before the deadline and the end of the
   * context.
   */
  final boolean takeUntil(long deadline, @Nullable Context context) throws InterruptedException {
    StackProbe.touch(StackProbe.STEP); // for undo
    return writers.lockUntil(deadline, context)
        && SyncWaits.inTime(takeFromReaders(deadline, true, context));
  }

  /** Takes the write lock if nobody holds or wants either lock. */
  final boolean takeNow() {
    long seen = hot.state;
    if (!isOpen(seen) || readers(seen) != 0 || (mode(seen) == SPREAD && apart() != 0)) {
      return false;
    }
    StackProbe.touch(StackProbe.STEP); // for giving writers back
    if (!writers.takeFree()) {
      return false;
    }
    boolean held = false;
    try {
      while (!held && readers(hot.state) == 0) {
        held = tryHold(); // fails also if a reader comes and leaves: look again
      }
    } finally {
      if (!held) {
        writers.giveBack();
      }
    }
    return held;
  }

  /** Gives the write lock back, or refuses to if no writer holds it. */
  final void giveBack() {
    StackProbe.touch(StackProbe.STEP); // the two steps belong together
    for (long seen = hot.state; mode(seen) == HELD && readers(seen) == 0; seen = hot.state) {
      if (hot.casState(seen, seen + step(HELD, OPEN))) { // R1: no reader is counted, none waits
        writers.giveBack();
        return;
      }
    }
    if (!open(HELD)) {
      throw new IllegalMonitorStateException("sync: Unlock of unlocked RWMutex: " + this);
    }
  }

  /**
   * Takes the lock, or gives {@link #writers} back; for the thread that has that.
   *
   * @return {@link #TAKEN} if the lock is held now, or else how the wait ended
   */
  private Object takeFromReaders(long deadline, boolean interruptible, @Nullable Context context) {
    Object outcome = null;
    try {
      outcome = tryHold() ? TAKEN : lockSlowly(deadline, interruptible, context);
      return outcome;
    } finally {
      if (outcome != TAKEN) {
        undo();
      }
    }
  }

  /** Gives {@link #writers} back for a writer that gives up or fails; lets in the readers. */
  private void undo() {
    if (mode(hot.state) != ANNOUNCED || !openWithRoom(ANNOUNCED)) {
      writers.giveBack();
    }
  }

  /** Waits until the readers have left: at first others may come, then no more. */
  private Object lockSlowly(long deadline, boolean interruptible, @Nullable Context context) {
    StackProbe.touch(StackProbe.PARK);
    if (holdSoon()) {
      return TAKEN;
    }
    RWMutexLockWait waiter = new RWMutexLockWait((RWMutex) this);
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      Object outcome = TAKEN;
      if (announce(waiter)) {
        outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
        SyncWaits.refuseEnded(link, outcome);
        if (outcome == TAKEN) {
          hot.addState(step(ANNOUNCED, HELD)); // R3: leave has left this step to the writer
        }
      }
      return outcome;
    }
  }

  /** Takes the lock if no reader is in; for the thread that has {@link #writers}. */
  private boolean tryHold() {
    if (mode(hot.state) == SPREAD) {
      gatherReaders();
    }
    long seen = hot.state; // the lock is open (R3)
    return mode(seen) == OPEN
        && readers(seen) == 0
        && hot.casState(seen, seen + step(OPEN, HELD)); // a reader may come
  }

  /**
   * Looks for a moment whether the readers leave by themselves. Most are about to, and one that is
   * not lacks a processor, which the yields may give it. If the writer shut out new readers at
   * once, each write would cost a switch of threads for each reader.
   */
  private boolean holdSoon() {
    long start = TimeSource.current().nanoTime();
    for (int tries = 0; WaitPolicy.pauseForReaders(tries, start); tries++) {
      if (tryHold()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the lock, or shuts out new readers; for the thread that has {@link #writers}.
   *
   * @return whether it has to wait until readers have left; else the lock is held
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // as in countIn
  private boolean announce(RWMutexLockWait waiter) {
    hot.lock();
    try {
      gather(); // C1: nobody spreads them again before the next step
      int noted = orphans; // before the step: one that meets this writer is not among those in
      int in = readers(hot.addState(step(OPEN, ANNOUNCED))); // shuts out and counts in one
      int unable = Math.min(noted, in); // these have been let in, and never leave
      if (unable > 0) {
        orphans -= unable;
        hot.addState(-unable);
      }
      leaving = in - unable;
      if (leaving > 0) {
        writer = waiter; // the readers that leave come to queueLock after this
        return true;
      }
      hot.addState(
          step(ANNOUNCED, HELD)); // readers that came since wait; they may change the count
      return false;
    } finally {
      hot.held = false;
    }
  }

  /**
   * Opens the lock for all readers that wait, and then for the next writer.
   *
   * @return false if there is no writer in this {@code mode}
   */
  private boolean open(int mode) {
    StackProbe.touch(StackProbe.PARK); // not in undo, which has to work whatever happens
    return openWithRoom(mode);
  }

  private boolean openWithRoom(int mode) {
    RWMutexRLockWait first;
    hot.lock();
    try {
      if (mode(hot.state) != mode) { // another unlock has come first, or there was no writer
        return false;
      }
      first = queue;
      queue = null; // R1: all in one step with the period
      int unable = orphans;
      orphans = 0;
      leaving = 0; // R2
      writer = null;
      hot.addState(step(mode, OPEN) - unable); // readers that come meanwhile change the count
    } finally {
      hot.held = false;
    }
    try {
      WaitQueue.settleAll(first, TAKEN);
    } finally {
      writers.giveBack(); // last: readers that came meanwhile go before the next writer
    }
    return true;
  }

  // Readers

  /** Takes a read lock, whatever happens meanwhile. */
  final void rTake() {
    if (countInApart()) {
      return;
    }
    long met = countIn();
    if (met != IN) {
      rLockSlowly(met, TimeSource.FOREVER, false, null);
    }
  }

  /** Takes a read lock if no writer holds the lock or waits for readers. */
  final boolean rTakeNow() {
    if (countInApart()) {
      return true;
    }
    for (long seen = hot.state; isOpen(seen); seen = hot.state) {
      if (hot.casState(seen, seen + 1)) { // fails if a writer comes: nothing is to be undone then
        return true;
      }
    }
    return false;
  }

  /** Gives a read lock back, or refuses to if no reader holds one. */
  final void rGiveBack() {
    if (!countOutSoon() && !leave()) {
      throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex: " + this);
    }
  }

  /** As {@link #takeUntil}, a read lock. */
  final boolean rTakeUntil(long deadline, @Nullable Context context) throws InterruptedException {
    if (countInApart()) {
      return true;
    }
    long met = countIn();
    return met == IN || SyncWaits.inTime(rLockSlowly(met, deadline, true, context));
  }

  /**
   * Counts in a reader, and makes sure that it can wait or leave if it has met a writer.
   *
   * @return {@link #IN} if it has the lock: a caller needs no call to see that; else what it met
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // no call fits on the stack any more
  private long countIn() {
    long met = hot.addState(1); // counts first: readers that come together need no second try
    boolean hasRoom = false;
    try {
      if (isOpen(met)) { // even this may be one call too many
        met = IN;
      } else {
        StackProbe.touch(StackProbe.PARK);
      }
      hasRoom = true;
    } finally {
      if (!hasRoom) {
        orphans++; // may lose one in a race, but an atomic addition is a call; see announce
      }
    }
    return met;
  }

  /**
   * Waits for the writer that a reader has {@code met} as it counted itself in. Counts the reader
   * out again unless it has the lock in the end.
   */
  private Object rLockSlowly(
      long met, long deadline, boolean interruptible, @Nullable Context context) {
    Object outcome = null;
    RWMutexRLockWait waiter = null;
    try {
      waiter = new RWMutexRLockWait((RWMutex) this);
      try (ContextLink link = SyncWaits.link(context, waiter)) {
        if (!queueUp(waiter, met)) {
          outcome = TAKEN;
        } else {
          outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
          if (outcome != TAKEN && !giveUp(waiter, met)) {
            outcome = SyncWaits.settledBefore(outcome, TAKEN);
          }
          SyncWaits.refuseEnded(link, outcome);
        }
        return outcome;
      }
    } finally {
      if (outcome == null && !giveUp(waiter, met)) {
        rGiveBack(); // it fails, but has got the lock meanwhile
      }
    }
  }

  /**
   * Puts a reader that has counted itself in, and has {@code met} a writer, in the queue.
   *
   * @return false if it has the lock, since the writer has gone
   */
  boolean queueUp(RWMutexRLockWait waiter, long met) {
    hot.lock();
    try {
      boolean waits = period(hot.state) == period(met); // R1
      if (waits) {
        queue = WaitQueue.add(queue, waiter);
      }
      return waits;
    } finally {
      hot.held = false;
    }
  }

  /**
   * Counts out a reader that has {@code met} a writer and gives up, in the queue or before.
   *
   * @return false if it has the lock, since the writer has gone
   */
  private boolean giveUp(@Nullable RWMutexRLockWait waiter, long met) {
    hot.lock();
    try {
      boolean waits = period(hot.state) == period(met); // R1
      if (waits) {
        hot.addState(-1);
        if (waiter != null) {
          queue = WaitQueue.remove(queue, waiter);
        }
      }
      return waits;
    } finally {
      hot.held = false;
    }
  }

  /** Counts out a reader that may have a writer waiting for it; false if no reader is in. */
  private boolean leave() {
    StackProbe.touch(StackProbe.PARK);
    RWMutexLockWait told = null;
    hot.lock();
    try {
      gather();
      if (countOut()) { // the lock is open
        return true;
      }
      if (leaving == 0) { // R2: all readers that are counted wait, if there are any; C3
        return false;
      }
      hot.addState(-1); // new readers may count themselves in at the same time
      leaving--;
      if (leaving == 0 && writer != null) {
        told = writer.settle(TAKEN) ? writer : null;
        writer = null; // it would keep its thread from being collected
      }
    } finally {
      hot.held = false;
    }
    if (told != null) {
      told.wake();
    }
    return true;
  }

  /** How it stands at this moment. */
  final RWMutexSeen look() {
    long seen = hot.state;
    int staying = leaving;
    return new RWMutexSeen(
        mode(seen) == HELD,
        isOpen(seen) ? readers(seen) + apart() : staying,
        isOpen(seen) ? 0 : Math.max(0, readers(seen) - staying),
        writers.waiters() + (mode(seen) == ANNOUNCED ? 1 : 0));
  }
}
