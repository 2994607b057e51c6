package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where threads wait until others tell them that something has changed. Semantics of Go's {@code
 * sync.Cond}.
 *
 * <p>A condition belongs to a lock, which guards whatever the threads wait for. To wait, a thread
 * holds the lock; it gives the lock back while it waits, and has it again when the wait is over, in
 * whatever way that ended. What it was told may have changed again by then, so it looks, and waits
 * once more if need be: {@link #awaitUntil} does that.
 *
 * {@snippet file="io/github/goprims/gosync/CondSamples.java" region="queue"}
 *
 * <p>A wait ends only by {@link #signal}, by {@link #broadcast}, or by what its own form allows (an
 * interrupt, a timeout, the end of a context); never for no reason. Signals go to the waiting
 * threads in the order in which they came. A thread that is woken has no privilege for the lock.
 *
 * <p>A signal is never lost to a thread that gives up: if it had got the signal before, the wait
 * has been successful, and an interrupt leaves the flag set; else the signal goes to the next.
 *
 * <p>Any {@link Locker} will do, also one that several threads hold at once, such as the read side
 * of a lock.
 *
 * <p>Memory consistency effects: actions before a {@code signal} or {@code broadcast} <i>happen
 * before</i> actions after the return of each wait that it ends.
 */
public final class Cond {
  /*
   * State.       waiters   those that have got no signal, in order of arrival; also a lock, since
   *                        signals need not hold the locker, and several threads may hold it at once
   * Linearization points. await: joining the line. signal: the settling of the waiter, or finding
   * the line empty. broadcast: detaching the queue. Giving up: the thread settling its own waiter,
   * unless it finds afterwards that a broadcast had come before.
   * Invariants.  C1 A waiter joins the line before its thread gives the locker back. So no signal is
   *                 missed: a thread that changes something under the locker, and signals after that,
   *                 finds the waiter in the line.
   *              C2 A signal settles the waiter that it polls, or else, if that has given up, the next.
   *                 A thread whose waiter was settled, and which cannot report that because it fails,
   *                 signals itself. So no signal is lost.
   * Failures. All that a wait needs on its way back is made before the locker is given back: the waiter
   * that stands in line for a Mutex. A locker for which there is no stack or memory is asked again until
   * it is held.
   */

  private static final String AWAIT = "await of";

  /** The outcome of a wait that a signal ended. */
  static final Sentinel SIGNALED = new Sentinel("signaled");

  private final Locker locker;
  final LockedWaitQueue waiters = new LockedWaitQueue();
  volatile @Nullable String name;

  private Cond(Locker locker) {
    Rehearsal.ensure(); // the locker may be anybody's
    this.locker = locker;
    TestKit.made(this);
  }

  /**
   * Makes a condition.
   *
   * @param locker the lock to hold while waiting, and while changing what the condition is about
   * @return a new condition
   * @throws NullPointerException "locker"
   */
  public static Cond on(Locker locker) {
    return new Cond(Objects.requireNonNull(locker, "locker"));
  }

  /**
   * Gives this condition a name, which {@link #toString} shows from now on, and the text of the
   * blocker of a thread that waits here, {@code LockSupport.getBlocker(thread)}. Thread dumps of
   * the JDK show at most the class of a blocker.
   *
   * @param name the name
   * @return this condition
   * @throws NullPointerException "name"
   */
  public Cond named(String name) {
    SyncGauges.COND.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Waits for a signal. The locker has to be held. It is given back during the wait, and is held
   * again when this method returns or throws, unless the locker itself throws. An interrupt does
   * not end the wait for the locker.
   *
   * @throws IllegalMonitorStateException "sync: wait without holding the lock of …" if the locker
   *     is not held, as far as that can tell: its {@link Locker#unlock} throws one, which is the
   *     cause
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   */
  public void await() throws InterruptedException {
    Waiter.refuseInterrupted();
    TestKit.use(this, AWAIT);
    await(TimeSource.FOREVER, null);
  }

  /**
   * As {@link #await()}, for a limited time. Getting the locker again is not part of that.
   *
   * @param timeout how long, to the nanosecond; zero or negative does not wait, nor give the locker
   *     back; more than about 292 years is no limit
   * @return whether there was a signal; false if the time was over first
   * @throws IllegalMonitorStateException as {@link #await()}
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "timeout"
   */
  public boolean await(Duration timeout) throws InterruptedException {
    SyncWaits.enter(timeout);
    TestKit.use(this, AWAIT);
    return timeout.isPositive() && await(TimeSource.deadlineAfter(timeout), null);
  }

  /**
   * As {@link #await()}, unless {@code context} ends first. Getting the locker again is not part of
   * that.
   *
   * @param context what may end the wait
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry or
   *     while waiting
   * @throws IllegalMonitorStateException as {@link #await()}
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "context"
   */
  public void await(Context context) throws InterruptedException {
    SyncWaits.enter(context);
    TestKit.use(this, AWAIT);
    await(TimeSource.FOREVER, context);
  }

  /**
   * Waits until {@code condition} holds: looks, and waits for a signal before it looks again. The
   * locker has to be held, and is held whenever the condition is asked, and at the end.
   *
   * @param condition what to wait for; what it throws, this method throws
   * @throws IllegalMonitorStateException as {@link #await()}, if there is something to wait for
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "condition"
   */
  public void awaitUntil(BooleanSupplier condition) throws InterruptedException {
    Objects.requireNonNull(condition, "condition");
    Waiter.refuseInterrupted();
    TestKit.use(this, AWAIT);
    while (!condition.getAsBoolean()) {
      await();
    }
  }

  /**
   * As {@link #awaitUntil(BooleanSupplier)}, for a limited time in all.
   *
   * @param condition what to wait for
   * @param timeout how long, to the nanosecond; zero or negative looks once, more than about 292
   *     years is no limit
   * @return whether the condition held when it was asked last; if it never held before, that is
   *     after the time was over
   * @throws IllegalMonitorStateException as {@link #await()}, if there is something to wait for
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "condition" or "timeout"
   */
  public boolean awaitUntil(BooleanSupplier condition, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(condition, "condition");
    SyncWaits.enter(timeout);
    TestKit.use(this, AWAIT);
    long deadline = TimeSource.deadlineAfter(timeout);
    boolean inTime = timeout.isPositive();
    while (!condition.getAsBoolean()) {
      if (!inTime) {
        return false;
      }
      inTime = await(deadline, null);
    }
    return true;
  }

  /**
   * As {@link #awaitUntil(BooleanSupplier)}, unless {@code context} ends first. Its end does not
   * disturb the condition: it ends the wait for a signal, or is noticed before the next one.
   *
   * @param condition what to wait for
   * @param context what may end the wait
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry
   *     (also where the condition holds) or while waiting
   * @throws IllegalMonitorStateException as {@link #await()}, if there is something to wait for
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "condition" or "context"
   */
  public void awaitUntil(BooleanSupplier condition, Context context) throws InterruptedException {
    Objects.requireNonNull(condition, "condition");
    SyncWaits.enter(context);
    TestKit.use(this, AWAIT);
    while (!condition.getAsBoolean()) {
      await(context);
    }
  }

  /**
   * Ends the wait of the thread that has waited longest. If nobody waits, nothing happens, and
   * nothing is remembered. The locker may be held or not. Never blocks.
   */
  public void signal() {
    TestKit.use(this, "signal of");
    signalFirst();
  }

  private void signalFirst() {
    StackProbe.touch(StackProbe.PARK);
    SyncWaiter waiter;
    do {
      waiter = waiters.poll();
      if (waiter == null) {
        return;
      }
    } while (!waiter.settle(SIGNALED)); // C2: it fails if that one has given up
    waiter.wake();
  }

  /**
   * Ends the waits of all threads that wait at this moment, each once. The locker may be held or
   * not. Never blocks. O(number of those).
   */
  public void broadcast() {
    TestKit.use(this, "broadcast of");
    StackProbe.touch(StackProbe.PARK);
    SyncWaiter first;
    waiters.lock();
    try {
      first = waiters.detach();
    } finally {
      waiters.held = false;
    }
    WaitQueue.settleAll(first, SIGNALED);
  }

  /** The name: {@code notEmpty}, or {@code cond@1f2e3d} without one. */
  @Override
  public String toString() {
    return Names.of(this, "cond", name);
  }

  /** Waits for a signal; false if it timed out. */
  boolean await(long deadline, @Nullable Context context) throws InterruptedException {
    StackProbe.touch(StackProbe.PARK);
    refuseOthers();
    CondWait waiter = new CondWait(this, locker);
    Object outcome;
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      join(waiter);
      outcome = await(waiter, deadline);
      SyncWaits.refuseEnded(link, outcome);
    }
    return SyncWaits.inTime(outcome);
  }

  /** Puts a waiter where signals find it; its thread still holds the locker (C1). */
  void join(CondWait waiter) {
    waiters.lock();
    try {
      waiters.add(waiter);
    } finally {
      waiters.held = false;
    }
  }

  /** The rest of a wait, once others can see it. */
  Object await(CondWait waiter, long deadline) {
    Object outcome = null;
    boolean unlocked = false;
    try {
      unlock();
      unlocked = true;
      outcome = waiter.await(deadline);
    } finally {
      try {
        if (outcome == null) {
          abandon(waiter);
        } else if (outcome != SIGNALED && !waiters.remove(waiter)) {
          // It gave up, and a broadcast had taken it out of the line before.
          outcome = SyncWaits.settledBefore(outcome, SIGNALED);
        }
      } finally {
        if (unlocked) {
          lockAgain(waiter, outcome);
        }
      }
    }
    return outcome;
  }

  /** With {@code goprims.debug=owners}: a mutex would let another thread's lock be given back. */
  private void refuseOthers() {
    if (locker instanceof Mutex mutex) {
      Owners.refuseOther(mutex.owner, mutex, this);
    } else if (locker instanceof RWMutex both) {
      Owners.refuseOther(both.writers.owner, both, this);
    }
  }

  /** Gives the locker back; says of which condition, if it is not held. */
  private void unlock() {
    try {
      locker.unlock();
    } catch (IllegalMonitorStateException misuse) {
      IllegalMonitorStateException named =
          new IllegalMonitorStateException(
              "sync: wait without holding the lock of " + this + ": take it before await");
      named.initCause(misuse);
      throw named;
    }
  }

  /** Takes out a waiter whose thread fails; a signal that it got alone goes on. */
  private void abandon(CondWait waiter) {
    // If a broadcast took it out, the others have got theirs. If it is settled, that was a signal.
    if (waiters.remove(waiter) && !waiter.settle(Waiter.INTERRUPTED)) {
      signalFirst(); // C2
    }
  }

  /**
   * Takes the locker also where there is no stack or memory for that yet: without it the caller
   * would unlock what is not its own.
   */
  @SuppressWarnings("ThreadPriorityCheck") // the thread that has what is missing may need a turn
  private void lockAgain(CondWait waiter, @Nullable Object outcome) {
    MutexLockWait prepared = waiter.prepared;
    VirtualMachineError failure = null;
    boolean told = false;
    try {
      for (boolean locked = false; !locked; ) {
        try {
          if (!told) {
            TestKit.holdsOn(true); // its user gives the locker back, whatever ends the wait
            told = true;
          }
          if (failure != null) {
            Thread.yield();
            locker.lock(); // what was prepared may have been used up
          } else if (prepared != null) {
            prepared.lock();
          } else {
            locker.lock();
          }
          locked = true;
        } catch (VirtualMachineError thrown) {
          failure = thrown;
        }
      }
    } finally {
      if (told) {
        TestKit.holdsOn(false); // whatever becomes of it, the locker is taken
      }
    }
    if (failure != null) {
      if (outcome == SIGNALED && waiters.remove(waiter)) {
        signalFirst(); // C2: it was for this waiter alone, whose thread cannot report it
      }
      throw failure;
    }
  }
}
