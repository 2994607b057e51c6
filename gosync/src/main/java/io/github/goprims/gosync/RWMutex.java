package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock for any number of readers or one writer, with the semantics of Go's {@code sync.RWMutex}.
 *
 * <p>Like {@link Mutex} it is <i>not reentrant</i> and <i>not owned</i>: readers and writers may be
 * unlocked by other threads than locked. A reader that reads again may wait for ever, because a
 * writer may have come in between; a read lock cannot be turned into the write lock, nor back:
 * unlock the one, then take the other. With the system property {@code goprims.debug=owners} a
 * thread that holds the write lock and would wait for itself gets an {@link
 * IllegalMonitorStateException}, and so does a reader that asks for the write lock, as long as
 * nobody unlocks what another has locked.
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
 * <p>Readers that come again and again at the same moment, without a writer in between, count
 * themselves apart from each other after a while, and then hardly disturb each other; the next
 * writer gathers them, in a time that grows with the number of processors.
 *
 * <p>Locking and unlocking allocate nothing, except for threads that have to wait, and once for a
 * lock whose readers are counted apart. There can be 2^31 - 1 readers at a time.
 */
public final class RWMutex extends RWMutexState implements Locker {

  private static final String LOCK = "lock of";
  private static final String R_LOCK = "rLock of";

  private final Held held = this::unlock;
  private final Held rHeld = this::rUnlock;
  private final Owners.@Nullable Readers readers = Owners.WANTED ? new Owners.Readers() : null;

  /** Makes a lock that nobody holds. */
  public RWMutex() {
    TestKit.made(this);
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
    SyncGauges.RWMUTEX.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  // Writers

  /**
   * Takes the write lock, and waits for it as long as that needs. An interrupt does not end the
   * wait; the flag is kept.
   */
  @Override
  public void lock() {
    TestKit.use(this, LOCK);
    refuseOwner();
    take();
  }

  /**
   * As {@link #lock()}, but an interrupt ends the wait.
   *
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   */
  public void lockInterruptibly() throws InterruptedException {
    Waiter.refuseInterrupted();
    TestKit.use(this, LOCK);
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
    SyncWaits.enter(context);
    TestKit.use(this, LOCK);
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
    TestKit.use(this, LOCK);
    return takeNow();
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
    SyncWaits.enter(timeout);
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
    TestKit.use(this, "unlock of");
    giveBack();
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
    TestKit.use(this, R_LOCK);
    Owners.refuseSelf(writers.owner, this);
    rTake();
    noteReader();
  }

  /**
   * As {@link #rLock()}, but an interrupt ends the wait.
   *
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it does
   *     not hold the lock then
   */
  public void rLockInterruptibly() throws InterruptedException {
    Waiter.refuseInterrupted();
    TestKit.use(this, R_LOCK);
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
    SyncWaits.enter(context);
    TestKit.use(this, R_LOCK);
    rLockUntil(TimeSource.FOREVER, context);
  }

  /**
   * Takes a read lock if no writer holds the lock or waits for readers to leave, without waiting.
   * Ignores the interrupt flag.
   *
   * @return whether the lock is held now
   */
  public boolean tryRLock() {
    TestKit.use(this, R_LOCK);
    boolean taken = rTakeNow();
    if (taken) {
      noteReader();
    }
    return taken;
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
    SyncWaits.enter(timeout);
    return tryRLock()
        || (timeout.isPositive() && rLockUntil(TimeSource.deadlineAfter(timeout), null));
  }

  /**
   * Gives a read lock back; the calling thread need not be one that took it, but is faster if it
   * is. Never waits.
   *
   * @throws IllegalMonitorStateException "sync: RUnlock of unlocked RWMutex: …" if no reader holds
   *     the lock; nothing has changed then
   */
  public void rUnlock() {
    TestKit.use(this, "rUnlock of");
    rGiveBack();
    if (Owners.WANTED && readers != null) {
      readers.remove();
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

  boolean lockUntil(long deadline, @Nullable Context context) throws InterruptedException {
    refuseOwner();
    return takeUntil(deadline, context);
  }

  boolean rLockUntil(long deadline, @Nullable Context context) throws InterruptedException {
    Owners.refuseSelf(writers.owner, this);
    boolean taken = rTakeUntil(deadline, context);
    if (taken) {
      noteReader();
    }
    return taken;
  }

  private void refuseOwner() {
    Owners.refuseSelf(writers.owner, this);
    if (Owners.WANTED && readers != null) {
      readers.refuseWriter(this);
    }
  }

  /** The threads that have a read lock, as far as they are known. */
  Collection<Thread> readingThreads() {
    return readers == null ? List.of() : readers.threads();
  }

  private void noteReader() {
    if (Owners.WANTED && readers != null) {
      readers.add();
    }
  }

  /** How it stands at this moment, such as {@code cache(readers=2, waiting writers=1)}. */
  @Override
  public String toString() {
    return Names.of(this, "rwmutex", writers.name) + look();
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
}
