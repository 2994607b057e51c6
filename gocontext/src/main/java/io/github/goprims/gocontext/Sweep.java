package io.github.goprims.gocontext;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.internal.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over all that ends because a certain context has ended. */
final class Sweep {
  /*
   * Idea.        Cancel takes the children of the context and ends each; what they have below them
   *              goes on the same chain. So neither depth nor width needs a stack. Two cancels may
   *              meet in one subtree, since each context can be canceled for itself, and anyOf has
   *              several parents: the first to come takes a set of children, and the other notes
   *              whom it has met and goes on. Only at the end it waits for those.
   * State.       pending  children still to be ended, chained through next
   *              late     children with something left to do after the sweep, chained likewise
   *              met      the sweeps that had been to some set before; final once over, until it is
   *                       emptied because all of them are complete
   *                both chains, and met until then, are the sweeping thread's own
   *              waiters  stack of those who wait for the sweep to be over, then OVER
   * Invariant.   W1  a sweep that is over has ended all children it has taken, and all below them
   *                  that it did not find taken by one in met
   * Why no deadlock. A sweep waits for nothing until it is over, and then only for others to be over,
   * before it serves its late ones.
   * Why no wake-up is lost. Who waits pushes itself by compare-and-set, which fails once waiters is
   * OVER; the exchange for OVER gets all who were pushed.
   * User code.   runs only when all have ended: functions are started and threads interrupted by
   * afterSweep. (To interrupt closes the channel that the thread waits in, which is code of
   * others and may take long.) Never on the thread of all alarms.
   */

  /** How many children the thread of all alarms may end before somebody else has to go on. */
  private static final int BRIEF = 64;

  private static final Object OVER = new Object();

  /** The sweep of sets that were empty. */
  static final Sweep NOTHING = new Sweep();

  static {
    NOTHING.waiters = OVER;
  }

  private @Nullable Child pending;
  private @Nullable Child late;
  private volatile List<Sweep> met = List.of();
  private volatile @Nullable Object waiters;

  /** Adds a ring of children whose context has ended. */
  void addRing(Child first) {
    Child last = Objects.requireNonNull(first.prev);
    last.next = pending;
    pending = first;
  }

  /** Notes a sweep that has taken a set before this one. */
  void meet(Sweep other) {
    if (other != this && !other.isComplete()) {
      List<Sweep> longer = new ArrayList<>(met);
      longer.add(other);
      met = longer;
    }
  }

  /** Asks for {@link Child#afterSweep} of a child that is being ended. */
  void addLate(Child child) {
    child.next = late;
    late = child;
  }

  /** Ends everything, in the calling thread, and waits for the other sweeps that took part. */
  void run() {
    try {
      endPending(Integer.MAX_VALUE);
    } finally {
      tellOver(); // whatever happens: others wait
      conclude();
    }
  }

  /** Does the same for the thread of all alarms: what may take long goes to a goroutine. */
  void runBriefly() {
    if (!endPending(BRIEF)) {
      Go.go("context deadline", this::run);
      return;
    }
    tellOver();
    if (late != null) {
      Go.go("context deadline", this::conclude);
    }
  }

  /** Whether nothing is left. */
  private boolean endPending(int most) {
    for (int i = 0; i < most; i++) {
      Child child = pending;
      if (child == null) {
        return true;
      }
      pending = child.next;
      child.next = null;
      child.prev = null;
      child.aboveEnded(this);
    }
    return pending == null;
  }

  private void tellOver() {
    Object stack = WAITERS.getAndSet(this, OVER);
    while (stack instanceof SweepWait waiter) {
      stack = waiter.below;
      waiter.settle(OVER);
      waiter.wake();
    }
  }

  /** What has to wait until all have ended, also those that other sweeps have taken. */
  private void conclude() {
    try {
      awaitMet();
    } finally {
      runLate();
    }
  }

  /** One that fails does not keep the others from being served. */
  private void runLate() {
    Throwable failure = null;
    while (late != null) {
      Child child = late;
      late = child.next;
      child.next = null;
      try {
        child.afterSweep();
      } catch (RuntimeException | Error e) {
        if (failure == null) {
          failure = e;
        } else if (failure != e) {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Whether all that it was about has ended. */
  boolean isComplete() {
    return waiters == OVER && met.isEmpty();
  }

  /** Waits until all that this sweep was about has ended, whoever does it. */
  private void awaitMet() {
    if (met.isEmpty()) {
      return;
    }
    Set<Sweep> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Sweep> todo = new ArrayDeque<>(List.of(this));
    while (!todo.isEmpty()) {
      Sweep sweep = todo.pop();
      if (seen.add(sweep)) {
        sweep.awaitOver();
        todo.addAll(sweep.met);
      }
    }
    seen.forEach(sweep -> sweep.met = List.of());
  }

  /** Waits until this sweep is over; not to be interrupted, since it never takes long. */
  private void awaitOver() {
    if (waiters != OVER) {
      SweepWait waiter = new SweepWait();
      if (push(waiter)) {
        waiter.awaitUninterruptibly();
      }
    }
  }

  private boolean push(SweepWait waiter) {
    for (; ; ) {
      Object top = waiters;
      if (top == OVER) {
        return false;
      }
      waiter.below = (SweepWait) top;
      if (WAITERS.compareAndSet(this, top, waiter)) {
        return true;
      }
    }
  }

  /** A thread that waits for the sweep of another. */
  private static final class SweepWait extends Waiter {
    private @Nullable SweepWait below;

    @Override
    public String reason() {
      return "context cancel";
    }

    @Override
    public String toString() {
      return "context cancel by another thread";
    }
  }

  // VarHandle mechanics
  private static final VarHandle WAITERS =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "waiters", VarHandle.class, Sweep.class, Object.class);
}
