package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BriefLock;
import io.github.goprims.gochan.internal.Mark;
import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gochan.internal.WaitQueue;
import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gocontext.Context;
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
 * unlocked by other threads than locked. With {@code goprims.debug=owners} a thread that holds the
 * write lock and would wait for itself gets an {@link IllegalMonitorStateException}. A reader that
 * reads again may wait for ever, because a writer may have come in between; there is no way from
 * one lock to the other without unlocking.
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
   * Invariants.  R1 While a reader that met a writer is counted, the lock is opened under queueLock
   *                 only: so a reader that finds there that the period is another one has been let in.
   *              R2 leaving is zero unless ANNOUNCED.
   * Linearization points. rLock: counting itself if it is OPEN, else the step to OPEN that lets it
   *              in. rUnlock: counting itself out. lock: the step to HELD, or the settling by the last
   *              reader. unlock: the step to OPEN.
   * Why no wake-up is lost. Who counts itself in finds the lock open, or is in the queue before it is
   * opened, or finds it in another period. The step to ANNOUNCED tells how many readers are in, and
   * they find this when they leave. Both sides do this under queueLock.
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
  private final Mutex writers = new Mutex(true); // whoever waits here waits for readers, too
  private final BriefLock queueLock = new BriefLock();
  private final WaitQueue<RWMutexRLock> queue = new WaitQueue<>();
  private int leaving;
  private @Nullable RWMutexLock writer;

  private final Held held = this::unlock;
  private final Held rHeld = this::rUnlock;
  private volatile @Nullable String name;

  /** Makes a lock that nobody holds. */
  public RWMutex() {}

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
   * Names this lock in error messages and dumps.
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
    writers.refuseOwner(this);
    writers.lock();
    RWMutexLock waiter = announce();
    if (waiter != null) {
      settled(waiter.awaitUninterruptibly());
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
    lockUntil(TimeSource.FOREVER);
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
    if (!tryLock()) {
      Waits.until(context, this::lockInterruptibly);
    }
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
    if (mode(seen) != OPEN || readers(seen) != 0 || !writers.tryLock()) {
      return false;
    }
    while (readers(state) == 0) {
      if (tryHold()) {
        return true;
      }
    }
    writers.unlock();
    return false;
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
    return tryLock() || (timeout.isPositive() && lockUntil(TimeSource.deadlineAfter(timeout)));
  }

  /**
   * Gives the write lock back; the calling thread need not be the one that took it. Lets in the
   * readers that have come meanwhile, and then the next writer. Never waits.
   *
   * @throws IllegalMonitorStateException "sync: Unlock of unlocked RWMutex: …" if no writer holds
   *     the lock; nothing has changed then
   */
  @Override
  public void unlock() {
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
   * As {@link #lock()}, for a try-with-resources statement. Allocates nothing.
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
    writers.refuseOwner(this);
    long met = addState(1);
    if (mode(met) != OPEN) {
      RWMutexRLock waiter = waiterOf(met);
      if (queueUp(waiter, met)) {
        waiter.awaitUninterruptibly();
      }
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
    rLockUntil(TimeSource.FOREVER);
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
    if (!tryRLock()) {
      Waits.until(context, this::rLockInterruptibly);
    }
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
    return tryRLock() || (timeout.isPositive() && rLockUntil(TimeSource.deadlineAfter(timeout)));
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

  // Slow paths of writers

  boolean lockUntil(long deadline) throws InterruptedException {
    writers.refuseOwner(this);
    if (!writers.lockUntil(deadline)) {
      return false;
    }
    RWMutexLock waiter = announce();
    return waiter == null || Waits.served(settled(waiter.await(deadline)));
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
    if (tryHold()) {
      return true;
    }
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
   * @return who has to wait until the readers have left; null if none is in, and the lock is held
   */
  private @Nullable RWMutexLock announce() {
    if (holdSoon()) {
      return null;
    }
    RWMutexLock waiter = null;
    try {
      waiter = new RWMutexLock(this);
    } finally {
      if (waiter == null) {
        writers.unlock(); // there is no memory for it
      }
    }
    queueLock.lock();
    try {
      leaving = readers(addState(ANNOUNCED * STEP));
      if (leaving > 0) {
        writer = waiter;
        return waiter;
      }
      addState((HELD - ANNOUNCED) * STEP);
      return null;
    } finally {
      queueLock.unlock();
    }
  }

  /** Does what is left to do when the wait for the readers has ended, and returns its outcome. */
  private Object settled(Object outcome) {
    if (outcome == LET_IN) {
      addState((HELD - ANNOUNCED) * STEP);
    } else {
      open(ANNOUNCED);
    }
    return outcome;
  }

  /**
   * Lets in all readers that wait, and then the next writer.
   *
   * @return false if there is no writer in this {@code mode}
   */
  private boolean open(int mode) {
    RWMutexRLock first = null;
    queueLock.lock();
    try {
      if (mode(state) != mode) {
        return false;
      }
      RWMutexRLock last = null;
      int gone = 0;
      for (RWMutexRLock reader = queue.poll(); reader != null; reader = queue.poll()) {
        if (!reader.settle(LET_IN)) {
          gone++;
        } else if (last == null) {
          first = reader;
          last = reader;
        } else {
          last.nextLetIn = reader;
          last = reader;
        }
      }
      leaving = 0;
      writer = null;
      addState((STEPS - mode) * STEP - gone);
    } finally {
      queueLock.unlock();
    }
    for (RWMutexRLock reader = first; reader != null; reader = reader.nextLetIn) {
      reader.wake();
    }
    writers.unlock();
    return true;
  }

  // Slow paths of readers

  boolean rLockUntil(long deadline) throws InterruptedException {
    writers.refuseOwner(this);
    long met = addState(1);
    if (mode(met) == OPEN) {
      return true;
    }
    RWMutexRLock waiter = waiterOf(met);
    if (!queueUp(waiter, met)) {
      return true;
    }
    Object outcome = waiter.await(deadline);
    if (outcome != LET_IN) {
      giveUp(waiter);
    }
    return Waits.served(outcome);
  }

  /**
   * The waiter of a reader that has counted itself in and has {@code met} a writer. It is made that
   * late because the count comes first where there is no writer; without memory for it, the reader
   * leaves again.
   */
  private RWMutexRLock waiterOf(long met) {
    RWMutexRLock waiter = null;
    try {
      waiter = new RWMutexRLock(this);
      return waiter;
    } finally {
      if (waiter == null) {
        withdraw(met);
      }
    }
  }

  /** Counts out a reader that has {@code met} a writer and is not in the queue. */
  private void withdraw(long met) {
    boolean letIn;
    queueLock.lock();
    try {
      letIn = period(state) != period(met); // R1
      if (!letIn) {
        addState(-1);
      }
    } finally {
      queueLock.unlock();
    }
    if (letIn) {
      rUnlock();
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
      queueLock.unlock();
    }
  }

  /**
   * Counts out a reader that has given up, unless the writer has done so when it let in the others.
   */
  private void giveUp(RWMutexRLock waiter) {
    queueLock.lock();
    try {
      if (queue.remove(waiter)) {
        addState(-1);
      }
    } finally {
      queueLock.unlock();
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
      if (leaving == 0 && writer != null && writer.settle(LET_IN)) {
        told = writer;
      }
    } finally {
      queueLock.unlock();
    }
    if (told != null) {
      told.wake();
    }
    return true;
  }

  /** How it stands at this moment, such as {@code cache(readers=2, waiting writers=1)}. */
  @Override
  public String toString() {
    long seen;
    int in;
    int waiting;
    queueLock.lock();
    try {
      seen = state;
      waiting = queue.size();
      in = mode(seen) == OPEN ? readers(seen) : leaving;
    } finally {
      queueLock.unlock();
    }
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
