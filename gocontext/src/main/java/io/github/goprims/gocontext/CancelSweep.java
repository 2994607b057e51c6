package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.internal.threads.LibraryThreads;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass over all that ends because a certain context has ended. Each {@link ChildSet} is one as
 * well, so that an end needs no memory; the lock is that of the set.
 */
class CancelSweep extends BackoffLock implements Runnable {
  /*
   * Idea.        Cancel takes the children of the context and ends each; what they have below them
   *              goes on the same chain. So neither depth nor width needs a stack. Two cancels may
   *              meet in one subtree, since each context can be canceled for itself, and anyOf has
   *              several parents: the first to come takes a set of children, and the other notes
   *              the child where they met and goes on. Only at the end it waits for that sweep.
   * State.       busy     a thread is at it. Not before it has begun, nor when a thread has had to
   *                       give up: a thread that needs it done may then claim it and go on. Stays set when
   *                       nothing is left
   *              pending  children still to be ended, chained through next; the first may be half
   *                       ended
   *              late     children with something left to do after the sweep, chained likewise
   *              interrupts  of the late ones those that interrupt, chained through behind: they are
   *                       sent together, and serve one after the other, each behind what others have
   *                       sent meanwhile
   *              met      children whose own set another sweep had taken, chained through prev; null
   *                       once all those are over
   *                the chains are written by the thread that is busy, except that the first
   *                children come under the lock of the set
   *              waiters  stack of the threads that wait for the sweep to be over, then OVER
   * Modes.       A thread that waits follows the chain of met while the busy thread takes it apart, and
   *              may find the end too early: nothing is missing then, since all of it was over by that
   *              time. Fences on both sides let it see so as well.
   * Invariants.  W1  a sweep that is over has ended all children it has taken, and all below them
   *                  that it did not find taken by one in met
   *              W2  what is taken is in pending until it has ended, and what has a late part is in
   *                  late, or in interrupts, until that has been done or sent
   * Why W2 survives an overflow. A child is taken off its chain after what had to be done for it, by
   * writes without a call between them; and all that is done for a child may be done twice.
   * Why no deadlock. A sweep waits for nothing until it is over, and then only for others to be over,
   * before it serves its late ones.
   * Why no wake-up is lost. A thread that waits pushes its waiter by compare-and-set, which fails once
   * waiters is OVER; the exchange for OVER gets all that were pushed. Besides, such a thread looks now
   * and then whether the sweep has been given up, and if so goes on with it.
   * Progress.    A virtual thread that has to wait for other sweeps may get no carrier again: so it
   * leaves its late ones, which may be to interrupt those that compute on all carriers, to a courier.
   * User code.   never runs here. Late parts start goroutines for functions and send couriers to
   * interrupt threads. Waits that a context ends are settled in passing.
   */

  private static final Object OVER = new Object();
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final long PAUSE_NANOS = 100_000;

  /** The sweep of sets that were empty. */
  static final CancelSweep NOTHING = new CancelSweep();

  static {
    NOTHING.busy = true;
    NOTHING.waiters = OVER;
  }

  @Nullable Child pending;
  private @Nullable Child late;
  private @Nullable Interruption interrupts;

  /** How many children have ended, for the event; the busy thread's, racy for others. */
  int ended;

  private volatile @Nullable Child met;
  private volatile boolean busy;
  private volatile @Nullable Object waiters;

  /** Makes the calling thread the one that is at it; false if another one is. */
  private boolean claim() {
    // One thread only may have the chains: W2. What the last one wrote is seen behind its
    // busy=false.
    return !busy && BUSY.compareAndSet(this, false, true);
  }

  /** For a courier: does what is left, if no thread is at it. */
  @Override
  public final void run() {
    go(true);
  }

  /**
   * Ends everything, and waits for the other sweeps that took part; unless another thread is at it.
   *
   * @return whether it was for the caller to do
   */
  final boolean go(boolean always) {
    Throwable failure;
    boolean mine = false;
    try {
      mine = claim(); // in here: an overflow in a call in between would leave it claimed
      if (!mine) {
        return false;
      }
      failure = endPending();
      tellOver();
      if (!always && met != null && late != null && Thread.currentThread().isVirtual()) {
        mine = false;
        busy = false; // publishes the chains to the courier
        Couriers.send(this);
        awaitComplete();
      } else {
        awaitMet();
        runLate();
        mine = false;
      }
    } catch (Throwable broken) {
      if (mine) {
        busy = false; // publishes the chains to the next thread that comes: it goes on, W2
      }
      throw broken;
    }
    if (failure != null) {
      throw Rethrow.<RuntimeException>asItIs(failure);
    }
    return true;
  }

  /** A child that fails does not keep the others from being ended. */
  private @Nullable Throwable endPending() {
    Throwable failure = null;
    for (Child child = pending; child != null; child = pending) {
      int left = Child.NOTHING;
      try {
        left = child.onParentEnd(this);
      } catch (StackOverflowError overflow) {
        throw overflow;
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
      ended++;
      // No call from here on: so an overflow leaves the child in one chain at least, W2.
      pending = child.next;
      child.next = null;
      child.prev = null;
      if ((left & Child.MET) != 0) {
        child.prev = met;
        met = child; // before OVER: a thread that waits reads it behind that
      }
      if ((left & Child.LATE) != 0) {
        child.next = late;
        late = child;
      }
    }
    return failure;
  }

  private void tellOver() {
    // An exchange: a thread that pushed before is woken, one that comes after sees OVER. Publishes
    // W1.
    Object stack = WAITERS.getAndSet(this, OVER);
    while (stack instanceof CancelSweepWait waiter) {
      stack = waiter.below;
      if (waiter.settle(OVER)) {
        waiter.wake();
      }
    }
  }

  /** A child that fails does not keep the others from their late parts. */
  private void runLate() {
    for (Child child = late; child != null; child = late) {
      try {
        if (child instanceof Interruption interruption) {
          interruption.behind = interrupts;
          interrupts = interruption;
        } else {
          child.afterSweep();
        }
      } catch (StackOverflowError overflow) {
        throw overflow;
      } catch (Throwable failure) {
        LibraryThreads.report(failure);
      }
      late = child.next;
      child.next = null;
    }
    if (interrupts != null) {
      Couriers.send(interrupts);
      interrupts = null;
    }
  }

  /** Whether all that it was about has ended. */
  final boolean isComplete() {
    return waiters == OVER && met == null; // in this order: met is complete once it is OVER
  }

  private void awaitMet() {
    if (met != null) {
      awaitComplete();
      // Pairs with awaitAllMet: a thread that finds a link gone sees all of it ended.
      VarHandle.releaseFence();
      Child child = met;
      met = null;
      while (child != null) {
        Child next = child.prev;
        child.prev = null;
        child = next;
      }
    }
  }

  /** Waits until all that this sweep is about has ended, whichever thread does it. */
  final void awaitComplete() {
    awaitOver();
    while (met != null) {
      try {
        awaitAllMet();
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(this, PAUSE_NANOS); // others may give some back
      }
    }
  }

  /** Sweeps that have met may do so in circles. */
  private void awaitAllMet() {
    Set<CancelSweep> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<CancelSweep> todo = new ArrayDeque<>();
    seen.add(this);
    for (CancelSweep sweep = this; sweep != null; sweep = todo.poll()) {
      sweep.awaitOver();
      // A chain that is taken apart meanwhile is one of sweeps that are over, and all they have
      // met.
      for (Child child = sweep.met; child != null; child = child.prev) {
        CancelSweep other = child.taker();
        if (seen.add(other)) {
          todo.add(other);
        }
      }
      VarHandle.acquireFence(); // pairs with awaitMet: the chain may have ended early
    }
  }

  /** Waits until this sweep is over; not to be interrupted, since it never takes long. */
  private void awaitOver() {
    boolean interrupted = false;
    CancelSweepWait waiter = null;
    while (waiters != OVER) {
      if (help()) {
        continue;
      }
      if (waiter == null) {
        waiter = push();
      } else {
        interrupted |= look(waiter) == Waiter.INTERRUPTED;
        waiter.rearm();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One wait. What this sweep has to do late waits for it as well: so a test is not to end it. */
  private static Object look(CancelSweepWait waiter) {
    TestKit.holdsOn(true);
    try {
      return waiter.await(TimeSource.deadlineAfter(LOOK_AGAIN));
    } finally {
      TestKit.holdsOn(false);
    }
  }

  /**
   * Goes on with a sweep that has been given up. A failure is reported: it is not that of the
   * calling thread's own cancel.
   */
  private boolean help() {
    try {
      return go(false);
    } catch (StackOverflowError overflow) {
      throw overflow;
    } catch (Throwable failure) {
      LibraryThreads.report(failure);
      return true;
    }
  }

  /** A waiter that will be settled at the end; null if the sweep is over, or without memory. */
  private @Nullable CancelSweepWait push() {
    try {
      CancelSweepWait waiter = new CancelSweepWait();
      for (; ; ) {
        Object top = waiters;
        if (top == OVER) {
          return null;
        }
        waiter.below = (CancelSweepWait) top;
        if (WAITERS.compareAndSet(this, top, waiter)) { // fails once it is OVER: no lost wake-up
          return waiter;
        }
      }
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
      return null;
    }
  }

  /** A thread that waits for the sweep of another. */
  private static final class CancelSweepWait extends Waiter {
    private @Nullable CancelSweepWait below;

    @Override
    public String reason() {
      return "context cancel";
    }

    @Override
    public String waitsOn() {
      return "the cancel of another thread";
    }

    /** The other thread need not be of the same test, and runs: no time is to pass for it. */
    @Override
    public void forEachPrimitive(Consumer<Object> visitor) {
      visitor.accept(this);
    }
  }

  // VarHandle mechanics
  private static final VarHandle WAITERS = handle("waiters", Object.class);
  private static final VarHandle BUSY = handle("busy", boolean.class);

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), field, VarHandle.class, CancelSweep.class, type);
  }
}
