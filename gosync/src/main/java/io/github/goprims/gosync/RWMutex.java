package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BriefLock;
import io.github.goprims.gochan.internal.Mark;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gochan.internal.WaitQueue;
import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock for any number of readers or one writer, with the semantics of Go's {@code sync.RWMutex}.
 *
 * <p>Like {@link Mutex} it is <i>not reentrant</i> and <i>not owned</i>: readers and writers may be
 * unlocked by other threads than locked. A reader that reads again may wait for ever, because a
 * writer may have come in between; there is no way from one lock to the other without unlocking.
 * With the system property {@code goprims.debug=owners} a thread that holds the write lock and
 * would wait for itself gets an {@link IllegalMonitorStateException}, and so does a reader that
 * asks for the write lock, as long as nobody unlocks what another has locked.
 *
 * <p>Fairness: once a writer waits, and has looked for a moment whether the readers leave by
 * themselves, new readers wait until it has had the lock. It waits only for the readers that were
 * there before it. When it unlocks, all readers that came meanwhile go before the next writer.
 * Writers queue among themselves as on a {@link Mutex}.
 *
 * <p>Interruption: {@link #lock()}, {@link #rLock()}, {@link #hold} and {@link #rHold} wait on and
 * leave the flag set; the other forms that wait end with an {@link InterruptedException} and do not
 * hold the lock. A writer that gives up lets in the readers that wait for it. Where the lock came
 * first, it is held and the flag stays set.
 *
 * <p>Memory consistency effects: actions before an {@link #unlock} <i>happen-before</i> actions
 * after each later taking of either lock; actions before an {@link #rUnlock} <i>happen-before</i>
 * actions after each later taking of the write lock. Nothing is ordered between readers, or by a
 * try that fails.
 *
 * <p>Locking and unlocking allocate nothing, except for threads that have to wait. There can be
 * 2^31 - 1 readers at a time.
 */
public final class RWMutex implements Locker {
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

  private static final Mark LET_IN = new Mark("let in");

  private volatile long state;
  final Mutex writers = new Mutex(true); // whoever waits here waits for readers, too
  private final BriefLock queueLock = new BriefLock();
  private final WaitQueue<RWMutexRLock> queue = new WaitQueue<>();
  private int leaving;
  private @Nullable RWMutexLock writer;

  /** Written in races between threads that fail. */
  private volatile int orphans;

  private final Held held = this::unlock;
  private final Held rHeld = this::rUnlock;
  private volatile @Nullable String name;
  private final Owners.@Nullable Readers readOwners = Owners.WANTED ? new Owners.Readers() : null;

  /** Makes a lock that nobody holds. */
  public RWMutex() {
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

  /**
   * Names this lock in error messages, and in the text of the blocker of a thread that waits for
   * it, {@code LockSupport.getBlocker(thread)}. Thread dumps of the JDK show at most the class of a
   * blocker.
   *
   * @param name the name
   * @return this lock
   * @throws NullPointerException "name"
   */
  public RWMutex named(String name) {
    this.name = Objects.requireNonNull(name, "name");
    writers.named(name);
    return this;
  }

  // Writers

  /**
   * Takes the write lock, and waits for it as long as that needs. An interrupt does not end the
   * wait; the flag is kept.
   */
  @Override
  public void lock() {
    StackProbe.touch(StackProbe.STEP); // for the way back
    refuseOwner();
    writers.lock();
    boolean held = false;
    try {
      held = tryHold() || lockSlowly(TimeSource.FOREVER, false, null) == LET_IN;
    } finally {
      if (!held) {
        giveBack();
      }
    }
  }

  /**
   * As {@link #lock()}, but an interrupt ends the wait.
   *
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   */
  public void lockInterruptibly() throws InterruptedException {
    Waiter.refuseInterrupted();
    lockUntil(TimeSource.FOREVER, null);
  }

  /**
   * As {@link #lockInterruptibly}, but the end of {@code context} ends the wait as well. A context
   * that has ended is refused even if the lock is free. If the lock comes first, it is held.
   *
   * @param context how long to wait
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry or
   *     while the thread waits; it does not hold the lock then
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   * @throws NullPointerException "context"
   */
  public void lock(Context context) throws InterruptedException {
    Waits.enter(context);
    lockUntil(TimeSource.FOREVER, context);
  }

  /**
   * Takes the write lock if nobody holds or wants either lock, without waiting. Ignores the
   * interrupt flag.
   *
   * @return whether the lock is held now; may be false, too, while another writer is about to come
   *     or to leave
   */
  public boolean tryLock() {
    long seen = state;
    if (mode(seen) != OPEN || readers(seen) != 0) {
      return false;
    }
    StackProbe.touch(StackProbe.STEP); // as in lock
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

  /**
   * Takes the write lock, and waits for it up to {@code timeout}.
   *
   * @param timeout how long, to the nanosecond; zero or negative tries once, more than about 292
   *     years means no limit
   * @return whether the lock is held now
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   * @throws NullPointerException "timeout"
   */
  public boolean tryLock(Duration timeout) throws InterruptedException {
    Waits.enter(timeout);
    return tryLock()
        || (timeout.isPositive() && lockUntil(TimeSource.deadlineAfter(timeout), null));
  }

  /**
   * Gives the write lock back; the calling thread need not be the one that took it. Lets in the
   * readers that have come meanwhile, and then the next writer. Never waits. O(number of readers
   * let in); others can read while they are woken.
   *
   * @throws IllegalMonitorStateException "sync: Unlock of unlocked RWMutex: …" if no writer holds
   *     the lock; nothing has changed then
   */
  @Override
  public void unlock() {
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
   * As {@link #lock()}, for a try-with-resources statement. Allocates nothing. {@link Held} says
   * how to write it without a warning of {@code -Xlint:try}.
   *
   * @return always the same object, whose {@code close} is {@link #unlock}
   */
  public Held hold() {
    lock();
    return held;
  }

  // Readers

  /**
   * Takes a read lock, and waits for it as long as that needs. An interrupt does not end the wait;
   * the flag is kept.
   */
  public void rLock() {
    Owners.refuseSelf(writers.owner, this);
    long met = countIn();
    if (mode(met) != OPEN) {
      rLockSlowly(met, TimeSource.FOREVER, false, null);
    }
    if (Owners.WANTED && readOwners != null) {
      readOwners.add();
    }
  }

  /**
   * As {@link #rLock()}, but an interrupt ends the wait.
   *
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   */
  public void rLockInterruptibly() throws InterruptedException {
    Waiter.refuseInterrupted();
    rLockUntil(TimeSource.FOREVER, null);
  }

  /**
   * As {@link #rLockInterruptibly}, but the end of {@code context} ends the wait as well. A context
   * that has ended is refused even if the lock is free. If the lock comes first, it is held.
   *
   * @param context how long to wait
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry or
   *     while the thread waits; it does not hold the lock then
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   * @throws NullPointerException "context"
   */
  public void rLock(Context context) throws InterruptedException {
    Waits.enter(context);
    rLockUntil(TimeSource.FOREVER, context);
  }

  /**
   * Takes a read lock if no writer holds the lock or waits for readers to leave, without waiting.
   * Ignores the interrupt flag.
   *
   * @return whether the lock is held now
   */
  public boolean tryRLock() {
    for (long seen = state; mode(seen) == OPEN; seen = state) {
      if (casState(seen, seen + 1)) {
        if (Owners.WANTED && readOwners != null) {
          readOwners.add();
        }
        return true;
      }
    }
    return false;
  }

  /**
   * Takes a read lock, and waits for it up to {@code timeout}.
   *
   * @param timeout how long, to the nanosecond; zero or negative tries once, more than about 292
   *     years means no limit
   * @return whether the lock is held now
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   * @throws NullPointerException "timeout"
   */
  public boolean tryRLock(Duration timeout) throws InterruptedException {
    Waits.enter(timeout);
    return tryRLock()
        || (timeout.isPositive() && rLockUntil(TimeSource.deadlineAfter(timeout), null));
  }

  /**
   * Gives a read lock back; the calling thread need not be one that took it. Never waits.
   *
   * @throws IllegalMonitorStateException "sync: RUnlock of unlocked RWMutex: …" if no reader holds
   *     the lock; nothing has changed then
   */
  public void rUnlock() {
    if (!countOut() && !leave()) {
      throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex: " + this);
    }
    if (Owners.WANTED && readOwners != null) {
      readOwners.remove();
    }
  }

  /**
   * As {@link #rLock()}, for a try-with-resources statement. Allocates nothing.
   *
   * @return always the same object, whose {@code close} is {@link #rUnlock}
   */
  public Held rHold() {
    rLock();
    return rHeld;
  }

  /**
   * The read lock for code that asks for a {@link Locker}.
   *
   * @return a view, whose {@code lock} and {@code unlock} are {@link #rLock()} and {@link #rUnlock}
   */
  public Locker rLocker() {
    return new Reading();
  }

  /**
   * Both locks for code that asks for those of the JDK. The views are as little reentrant and owned
   * as this lock, and have no conditions: {@code newCondition} throws {@link
   * UnsupportedOperationException}.
   *
   * @return a view
   */
  public ReadWriteLock asReadWriteLock() {
    return new View(new Reading(), new Writing());
  }

  /** With {@code goprims.debug=owners}: keeps a thread from waiting for itself. */
  private void refuseOwner() {
    Owners.refuseSelf(writers.owner, this);
    if (Owners.WANTED && readOwners != null) {
      readOwners.refuseWriter(this);
    }
  }

  // Slow paths of writers

  boolean lockUntil(long deadline, @Nullable Context context) throws InterruptedException {
    StackProbe.touch(StackProbe.STEP); // as in lock
    refuseOwner();
    if (!writers.lockUntil(deadline, context)) {
      return false;
    }
    Object outcome = null;
    try {
      outcome = tryHold() ? LET_IN : lockSlowly(deadline, true, context);
    } finally {
      if (outcome != LET_IN) {
        giveBack();
      }
    }
    return Waits.served(outcome);
  }

  /** Undoes what one has done that has {@link #writers} and does not get the lock. */
  private void giveBack() {
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
    RWMutexLock waiter = new RWMutexLock(this);
    try (ContextLink link = Waits.link(context, waiter)) {
      Object outcome = LET_IN;
      if (announce(waiter)) {
        outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
        Waits.refuseEnded(link, outcome);
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
  private boolean announce(RWMutexLock waiter) {
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
    RWMutexRLock first;
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
        rUnlock();
      }
    } finally {
      writers.unlock();
    }
    return true;
  }

  // Slow paths of readers

  boolean rLockUntil(long deadline, @Nullable Context context) throws InterruptedException {
    Owners.refuseSelf(writers.owner, this);
    long met = countIn();
    boolean served = mode(met) == OPEN || Waits.served(rLockSlowly(met, deadline, true, context));
    if (Owners.WANTED && readOwners != null && served) {
      readOwners.add();
    }
    return served;
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
    RWMutexRLock waiter = null;
    try {
      waiter = new RWMutexRLock(this);
      try (ContextLink link = Waits.link(context, waiter)) {
        if (!queueUp(waiter, met)) {
          outcome = LET_IN;
        } else {
          outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
          if (outcome != LET_IN && !giveUp(waiter, met)) {
            outcome = Waits.servedBefore(outcome, LET_IN);
          }
          Waits.refuseEnded(link, outcome);
        }
        return outcome;
      }
    } finally {
      if (outcome == null && !giveUp(waiter, met)) {
        rUnlock(); // it has failed, and was let in meanwhile
      }
    }
  }

  /**
   * Puts a reader in the queue that has counted itself in and has {@code met} a writer.
   *
   * @return false if the writer has gone and has let it in
   */
  boolean queueUp(RWMutexRLock waiter, long met) {
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
  private boolean giveUp(@Nullable RWMutexRLock waiter, long met) {
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
    RWMutexLock told = null;
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

  /** How it stands at this moment, such as {@code cache(readers=2, waiting writers=1)}. */
  @Override
  public String toString() {
    long seen = state;
    int waiting = mode(seen) == OPEN ? 0 : queue.size();
    int in = mode(seen) == OPEN ? readers(seen) : leaving;
    int waitingWriters = writers.waiters() + (mode(seen) == ANNOUNCED ? 1 : 0);
    return Label.of(this, "rwmutex", name)
        + (mode(seen) == HELD ? "(locked" : in > 0 ? "(readers=" + in : "(unlocked")
        + (waiting > 0 ? ", waiting readers=" + waiting : "")
        + (waitingWriters > 0 ? ", waiting writers=" + waitingWriters : "")
        + ")";
  }

  private record View(Lock readLock, Lock writeLock) implements ReadWriteLock {}

  private final class Reading extends LockView implements Locker {
    @Override
    public void lock() {
      rLock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      rLockInterruptibly();
    }

    @Override
    public boolean tryLock() {
      return tryRLock();
    }

    @Override
    boolean tryLock(Duration timeout) throws InterruptedException {
      return tryRLock(timeout);
    }

    @Override
    public void unlock() {
      rUnlock();
    }

    @Override
    public String toString() {
      return RWMutex.this.toString();
    }
  }

  private final class Writing extends LockView {
    @Override
    public void lock() {
      RWMutex.this.lock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      RWMutex.this.lockInterruptibly();
    }

    @Override
    public boolean tryLock() {
      return RWMutex.this.tryLock();
    }

    @Override
    boolean tryLock(Duration timeout) throws InterruptedException {
      return RWMutex.this.tryLock(timeout);
    }

    @Override
    public void unlock() {
      RWMutex.this.unlock();
    }

    @Override
    public String toString() {
      return RWMutex.this.toString();
    }
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
          MethodHandles.lookup(), "state", VarHandle.class, RWMutex.class, long.class);
}
