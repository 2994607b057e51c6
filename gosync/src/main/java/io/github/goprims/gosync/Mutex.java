package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BriefLock;
import io.github.goprims.gochan.internal.Debug;
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
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion with the semantics of Go's {@code sync.Mutex}.
 *
 * <p>Unlike the locks of {@code java.util.concurrent} it is <i>not reentrant</i> and <i>not
 * owned</i>: a thread that locks it twice waits for ever, and a thread may unlock what another has
 * locked, so that a lock can be handed on together with the work it protects. With the system
 * property {@code goprims.debug=owners} a thread that would wait for itself gets an {@link
 * IllegalMonitorStateException} instead, as long as nobody unlocks what another has locked.
 *
 * {@snippet file="io/github/goprims/gosync/MutexSamples.java" region="hold"}
 *
 * <p>Fairness: threads that come while the lock is free may take it before those that wait, which
 * makes for speed. Who has waited for a millisecond in vain is served before all that come later.
 * So a wait is bounded in the number of others that pass, also beside a thread that always locks
 * again at once.
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
public final class Mutex implements Locker {
  /*
   * Source.      Go's internal/sync/mutex.go, with four differences (docs/adr/0009-mutex.md). What
   *              concerns the waiters has a word of its own, so that locking and unlocking cost the
   *              same whether others wait or not. Their queue is under a lock, so that who gives up
   *              leaves at once. Starvation mode ends with each hand-off, and who finds that he
   *              starves turns it on again: where many threads wait all of them starve, and the lock
   *              would stay a slow fair one for ever. Who has been woken and gets no processor is
   *              handed the lock as well: nothing preempts a virtual thread that locks and unlocks
   *              in a loop on the last carrier.
   * State.       state   FREE      nobody has the lock
   *                      LOCKED    somebody has it
   *                      STARVING  somebody has it and must hand it on
   *              wake    IDLE      nobody is in the queue
   *                      NEEDED    somebody may be: an unlock has to wake the first
   *                      WOKEN     somebody has been woken to compete; nobody else is woken
   *              woken   who that is, or null
   *              queue   a loser goes to the front
   *              wake, woken and the queue change under queueLock only.
   * Linearization points. A lock: state from FREE to LOCKED, or handed set. An unlock: state from
   *              LOCKED to FREE, or handed set, or from STARVING to FREE when nobody waits any more.
   * Why no wake-up is lost. Who joins the queue first sees to it that wake is not IDLE, and then
   * tries for the lock once more. If that fails, an unlock follows; it frees the lock, and then looks
   * at wake. NEEDED makes it wake somebody. WOKEN means that somebody is awake, who competes: he ends
   * that before he takes the lock, or whoever hands it to him does, for the one who unlocks it may
   * come before he runs. IDLE is set where the queue is empty. A thread can give up only as long as
   * nobody has settled it, so it has been neither woken nor handed the lock then.
   */

  private static final int FREE = 0;
  private static final int LOCKED = 1;
  private static final int STARVING = 2;

  private static final int IDLE = 0;
  private static final int NEEDED = 1;
  private static final int WOKEN = 2;

  /** The outcome of a wait: go and look whether the lock is handed to you, or compete for it. */
  private static final Mark WOKEN_UP = new Mark("woken up");

  private static final long PATIENCE_NANOS = 1_000_000;

  /** One in so many unlocks that pass one who is woken looks at the clock; a power of two. */
  static final int LOOK_EVERY = 16;

  private static final boolean OWNERS = Debug.isOn("owners");

  private volatile int state;
  private volatile int wake;
  private final BriefLock queueLock = new BriefLock();
  private final WaitQueue<MutexLock> queue = new WaitQueue<>();
  private volatile @Nullable MutexLock woken;

  /** How many unlocks found somebody woken; a few of them may get lost in races. */
  private int passes;

  private final Held held = this::unlock;
  private volatile @Nullable String name;

  /** Who has locked it; only if OWNERS. */
  private volatile @Nullable Thread owner;

  /** Whether platform threads, too, yield before they park. */
  final boolean waitersYield;

  /** Makes a mutex that is not locked. */
  public Mutex() {
    this(false);
  }

  Mutex(boolean waitersYield) {
    this.waitersYield = waitersYield;
  }

  /**
   * Names this mutex in error messages and dumps.
   *
   * @param name the name
   * @return this mutex
   * @throws NullPointerException "name"
   */
  public Mutex named(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Takes the lock, and waits for it as long as that needs. An interrupt does not end the wait; the
   * flag is kept.
   */
  @Override
  public void lock() {
    if (!tryLock()) {
      lockSlowly(TimeSource.FOREVER, false);
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
   * Takes the lock if it is free, without waiting, and even if others wait for it. Ignores the
   * interrupt flag.
   *
   * @return whether the lock is held now; false only if it was locked at some instant of this call
   */
  public boolean tryLock() {
    boolean taken = casState(FREE, LOCKED);
    if (OWNERS && taken) {
      owner = Thread.currentThread();
    }
    return taken;
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
    Waits.enter(timeout);
    return tryLock() || (timeout.isPositive() && lockUntil(TimeSource.deadlineAfter(timeout)));
  }

  /**
   * Gives the lock back; the calling thread need not be the one that took it. Never waits.
   *
   * @throws IllegalMonitorStateException "sync: unlock of unlocked mutex: …" if it is not locked;
   *     nothing has changed then
   */
  @Override
  public void unlock() {
    if (OWNERS) {
      owner = null;
    }
    if (!casState(LOCKED, FREE)) {
      unlockStarving();
    } else {
      lookAfterWaiters();
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

  /** Takes the lock, and says whether it did so before the deadline. */
  boolean lockUntil(long deadline) throws InterruptedException {
    return tryLock() || Waits.served(lockSlowly(deadline, true));
  }

  /**
   * Waits for the lock: until {@code deadline} or an interrupt, or else whatever happens.
   *
   * @return {@link #WOKEN_UP} if the lock is held now, or else how the wait ended
   */
  private Object lockSlowly(long deadline, boolean interruptible) {
    refuseOwner(this);
    MutexLock waiter = new MutexLock(this, TimeSource.current().nanoTime());
    Object outcome = takeOrQueue(waiter) ? WOKEN_UP : await(waiter, deadline, interruptible);
    if (OWNERS && outcome == WOKEN_UP) {
      owner = Thread.currentThread();
    }
    return outcome;
  }

  /** The wait of one who is in the queue. */
  Object await(MutexLock waiter, long deadline, boolean interruptible) {
    Object outcome;
    do {
      outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
      if (outcome != WOKEN_UP) {
        leave(waiter);
        return outcome;
      }
    } while (!takeOrQueueAgain(waiter));
    return outcome;
  }

  /** Keeps a thread from waiting for itself; {@code lock} is what it knows this mutex by. */
  void refuseOwner(Locker lock) {
    if (OWNERS && owner == Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          "sync: lock is held by the thread that waits for it, %s: %s"
              .formatted(Thread.currentThread().getName(), lock));
    }
  }

  /** Puts {@code waiter} at the end of the queue, unless the lock is free by then. */
  boolean takeOrQueue(MutexLock waiter) {
    queueLock.lock();
    try {
      queue.add(waiter);
      if (wake == IDLE) {
        wake = NEEDED;
      }
      boolean taken = casState(FREE, LOCKED);
      if (taken) {
        queue.remove(waiter);
      }
      return taken;
    } finally {
      queueLock.unlock();
    }
  }

  /** Takes the lock for one who was woken, or puts him at the front of the queue. */
  boolean takeOrQueueAgain(MutexLock waiter) {
    waiter.rearm();
    boolean starving = isOver(waiter.start);
    queueLock.lock();
    try {
      if (waiter.handed) {
        return true;
      }
      queue.addFirst(waiter);
      setWoken(null);
      boolean taken = casState(FREE, LOCKED);
      if (taken) {
        queue.remove(waiter);
        setWoken(null);
      } else if (starving) {
        casState(LOCKED, STARVING);
      }
      return taken;
    } finally {
      queueLock.unlock();
    }
  }

  /** Takes out of the queue who has given up; that ends starvation mode if nobody waits then. */
  private void leave(MutexLock waiter) {
    queueLock.lock();
    try {
      queue.remove(waiter);
      if (queue.isEmpty() && woken == null) {
        casState(STARVING, LOCKED);
      }
    } finally {
      queueLock.unlock();
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
    MutexLock next;
    boolean asleep;
    queueLock.lock();
    try {
      if (state != STARVING) {
        return false;
      }
      asleep = woken == null;
      next = asleep ? settleFirst() : woken;
      setWoken(null);
      if (next != null) {
        next.handed = true;
      }
      state = next == null ? FREE : LOCKED;
    } finally {
      queueLock.unlock();
    }
    if (asleep && next != null) {
      next.wake();
    }
    return true;
  }

  /** Sees to it, after the lock became free, that somebody is about to take it. */
  private void lookAfterWaiters() {
    int seen = wake; // read once: another processor is about to take the cache line away
    if (seen == NEEDED) {
      wakeFirst();
    } else if (seen == WOKEN && ++passes % LOOK_EVERY == 0 && isLate(woken)) {
      hurry();
    }
  }

  private void wakeFirst() {
    MutexLock first = null;
    long now = TimeSource.current().nanoTime();
    queueLock.lock();
    try {
      if (wake == NEEDED) {
        first = settleFirst();
        if (first != null) {
          first.wokenAt = now;
        }
        setWoken(first);
      }
    } finally {
      queueLock.unlock();
    }
    if (first != null) {
      first.wake();
    }
  }

  /** Serves who was woken too long ago and has not run since: now, or by the next unlock. */
  void hurry() {
    queueLock.lock();
    try {
      MutexLock late = woken;
      if (late != null && isLate(late)) {
        setWoken(null); // before the lock is taken: from then on an unlock has to wake the next one
        late.handed = casState(FREE, LOCKED);
        if (!late.handed) {
          setWoken(late);
          casState(LOCKED, STARVING);
        }
      }
    } finally {
      queueLock.unlock();
    }
  }

  /** Settles the first who still waits. */
  private @Nullable MutexLock settleFirst() {
    MutexLock first = queue.poll();
    while (first != null && !first.settle(WOKEN_UP)) {
      first = queue.poll();
    }
    return first;
  }

  /** From now on {@code who} is awake and competes for the lock, or nobody. */
  private void setWoken(@Nullable MutexLock who) {
    woken = who;
    wake = who != null ? WOKEN : queue.isEmpty() ? IDLE : NEEDED;
  }

  /** Whether {@code who} has been woken too long ago; a guess, unless under queueLock. */
  private static boolean isLate(@Nullable MutexLock who) {
    return who != null && isOver(who.wokenAt);
  }

  /** Whether more time has passed since {@code start} than anybody has to be patient for. */
  private static boolean isOver(long start) {
    return TimeSource.current().nanoTime() - start > PATIENCE_NANOS;
  }

  private boolean casState(int expected, int next) {
    return STATE.compareAndSet(this, expected, next);
  }

  /** How many are in the queue. */
  int waiters() {
    queueLock.lock();
    try {
      return queue.size();
    } finally {
      queueLock.unlock();
    }
  }

  /** How it stands at this moment, such as {@code accounts(locked, waiters=3)}. */
  @Override
  public String toString() {
    int waiters = waiters();
    int seen = state;
    return Label.of(this, "mutex", name)
        + (seen == FREE ? "(unlocked" : "(locked")
        + (seen == STARVING ? ", starving" : "")
        + (waiters == 0 ? ")" : ", waiters=" + waiters + ")");
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

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, Mutex.class, int.class);
}
