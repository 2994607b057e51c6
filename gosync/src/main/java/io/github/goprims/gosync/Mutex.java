package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion with the semantics of Go's {@code sync.Mutex}.
 *
 * <p>Unlike {@code ReentrantLock} it is <i>not reentrant</i> and <i>not owned</i>: a thread that
 * locks it twice waits for ever, and a thread may unlock what another has locked, so that a lock
 * can be handed on together with the work it protects. With the system property {@code
 * goprims.debug=owners} a thread that would wait for itself gets an {@link
 * IllegalMonitorStateException} instead, as long as nobody unlocks what another has locked; and so
 * does a thread that waits for a {@link Cond} with the lock of another.
 *
 * {@snippet file="io/github/goprims/gosync/MutexSamples.java" region="hold"}
 *
 * <p>Fairness: threads that come while the lock is free may take it before those that wait, which
 * makes for speed. Once the first in line has waited for a millisecond, the whole line is served,
 * one after the other, and threads that come meanwhile stand in line behind it. Then newcomers may
 * pass again, for 50 microseconds for each thread that was served. So while a thread waits,
 * newcomers pass it for no longer than a millisecond, or 50 microseconds for each thread of the
 * line that was served when it came, if that is more; and then until an unlock notices, which is
 * one of the next sixteen at the latest. Those that came before it are served before it. This holds
 * also beside a thread that always locks again at once, and for a thread that has been woken and
 * gets no processor.
 *
 * <p>Interruption: {@link #lock()} and {@link #hold} wait on and leave the flag set; the other
 * forms that wait end with an {@link InterruptedException} and do not hold the lock. Where the lock
 * came first, they hold it and the flag stays set.
 *
 * <p>Memory consistency effects: actions before an {@link #unlock} <i>happen-before</i> actions
 * after each later taking of the lock. A try that fails orders nothing.
 *
 * <p>Locking and unlocking allocate nothing, except for threads that have to wait.
 */
public final class Mutex extends MutexState implements Locker {

  private static final String LOCK = "lock of";

  private final Held held = this::unlock;
  volatile @Nullable String name;

  /** Makes a mutex that is not locked. */
  public Mutex() {
    this(false);
  }

  Mutex(boolean waitersYield) {
    super(waitersYield);
    TestKit.made(this);
  }

  /**
   * Names this mutex in error messages, and in the text of the blocker of a thread that waits for
   * it, {@code LockSupport.getBlocker(thread)}. Thread dumps of the JDK show at most the class of a
   * blocker.
   *
   * @param name the name
   * @return this mutex
   * @throws NullPointerException "name"
   */
  public Mutex named(String name) {
    SyncGauges.MUTEX.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Takes the lock, and waits for it as long as that needs. An interrupt does not end the wait; the
   * flag is kept.
   */
  @Override
  public void lock() {
    TestKit.use(this, LOCK);
    if (!takeFree()) {
      lockSlowly(new MutexLockWait(this), TimeSource.FOREVER, false);
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
   * Takes the lock if it is free, without waiting, and even if others wait for it. Ignores the
   * interrupt flag.
   *
   * @return whether the lock is held now; false only if it was locked at some instant of this call
   */
  public boolean tryLock() {
    TestKit.use(this, LOCK);
    return takeFree();
  }

  /**
   * Takes the lock, and waits for it up to {@code timeout}.
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
   * Gives the lock back; the calling thread need not be the one that took it. Never waits.
   *
   * @throws IllegalMonitorStateException "sync: unlock of unlocked mutex: …" if it is not locked;
   *     nothing has changed then
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

  /**
   * This mutex for code that asks for a lock of the JDK. The view is as little reentrant and owned
   * as the mutex, and has no conditions: {@code newCondition} throws {@link
   * UnsupportedOperationException}.
   *
   * @return a view
   */
  public Lock asLock() {
    return new View();
  }

  /** Takes the lock, and says whether it did so before the deadline and the end of the context. */
  boolean lockUntil(long deadline, @Nullable Context context) throws InterruptedException {
    if (takeFree()) {
      return true;
    }
    MutexLockWait waiter = new MutexLockWait(this);
    Object outcome;
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      waiter.link = link;
      outcome = lockSlowly(waiter, deadline, true);
      SyncWaits.refuseEnded(link, outcome);
    }
    return SyncWaits.inTime(outcome);
  }

  /** How it stands at this moment, such as {@code accounts(locked, waiters=3)}. */
  @Override
  public String toString() {
    return Names.of(this, "mutex", name) + stateText();
  }

  private final class View extends LockView {
    @Override
    public void lock() {
      Mutex.this.lock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      Mutex.this.lockInterruptibly();
    }

    @Override
    public boolean tryLock() {
      return Mutex.this.tryLock();
    }

    @Override
    boolean tryLock(Duration timeout) throws InterruptedException {
      return Mutex.this.tryLock(timeout);
    }

    @Override
    public void unlock() {
      Mutex.this.unlock();
    }

    @Override
    public String toString() {
      return Mutex.this.toString();
    }
  }
}
