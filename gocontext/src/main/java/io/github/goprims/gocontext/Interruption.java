package io.github.goprims.gocontext;

import io.github.goprims.gochan.ThrowingSupplier;
import io.github.goprims.gochan.UncheckedInterruptedException;
import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.internal.threads.LibraryThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a body that the end of a context interrupts. */
final class Interruption extends Child implements Runnable {
  /*
   * State.       state: RUNNING -> LEFT, or RUNNING -> FIRING -> [STRIKING ->] FIRED, or RUNNING ->
   *              FIRING -> FOREIGN [-> FIRED]
   *                RUNNING   the body runs
   *                LEFT      it has ended first: there will be no interrupt
   *                FIRING    the context has ended first: a courier is going to look at the flag
   *                STRIKING  the flag was clear, and the thread is being interrupted
   *                FIRED     it has been interrupted, for this run or for another one of ours
   *                FOREIGN   the flag had been set from elsewhere: this run leaves it alone, unless
   *                          an inner run has taken it for its own
   *              turn, ours: the fields of the outermost run are for all runs of the thread
   *                turn      the run for which a thread works on the flag; null if none does
   *                ours      guarded by turn: whether the flag has been set for one of the runs that
   *                          have not left yet
   * Linearization point: the compare-and-set from RUNNING decides between the two.
   * Why no interrupt comes late. A body that ends and finds FIRING waits until the courier is done.
   * Why no interrupt is lost. All runs of a thread share one flag. A courier that has the turn and
   *              finds the flag set leaves it so, for it means this run as well. A run that leaves
   *              with the turn clears the flag; or it sets it, if an enclosing run has fired since
   *              this one began, whose interrupt was perhaps the one that is used up here. Couriers
   *              and runs that leave take turns: so a courier that found the flag set came before,
   *              and is counted; one that comes later finds it clear, or set for its own run.
   * Which runs count. A run that begins counts the enclosing runs that have FIRED or are FOREIGN,
   *              then looks at the flag, and does not begin if that is set. So the enclosing body has
   *              seen each interrupt that was counted. A run that leaves counts those that are FIRING
   *              as well: a courier that fails interrupts out of its turn, before it says FIRED. Any
   *              other courier has its turn still to come, and sets the flag then: it need not have
   *              been counted. (No test reaches the moment between those two steps.)
   * Why foreign interrupts survive. An interrupt that came before the end, and is still there when
   *              the courier looks, makes the run FOREIGN: the run then clears nothing. Until the
   *              courier has looked, the thread does not clear the flag in order to park.
   */

  private static final int RUNNING = 0;
  private static final int LEFT = 1;
  private static final int FIRING = 2;
  private static final int STRIKING = 3;
  private static final int FIRED = 4;
  private static final int FOREIGN = 5;

  private static final long PAUSE_NANOS = 20_000;

  private static final ThreadLocal<@Nullable Interruption> INNERMOST = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final @Nullable Interruption enclosing;
  private final Interruption outermost;
  private final int firedAtStart;
  private volatile int state = RUNNING;

  /** The next of the runs that a sweep sends together; null in the last. */
  @Nullable Interruption behind;

  private volatile @Nullable Interruption turn;
  private boolean ours;

  private Interruption(@Nullable Interruption enclosing) {
    this.enclosing = enclosing;
    this.outermost = enclosing == null ? this : enclosing.outermost;
    this.firedAtStart = firedAround(FIRED);
  }

  static <R extends @Nullable Object, X extends Exception> R call(
      Context context, ThrowingSupplier<R, X> body) throws X, InterruptedException {
    Interruption run = new Interruption(innermost());
    try {
      return run.around(context, body);
    } catch (StackOverflowError overflow) {
      // Here is no stack for calls perhaps. What has not left must not fire later.
      if (run.state == RUNNING) {
        run.state = LEFT;
      }
      throw overflow;
    }
  }

  /**
   * The innermost run of the calling thread; runs that an overflow has left behind do not count.
   */
  static @Nullable Interruption innermost() {
    Interruption run = INNERMOST.get();
    while (run != null && run.state == LEFT) {
      run = run.enclosing;
    }
    return run;
  }

  private <R extends @Nullable Object, X extends Exception> R around(
      Context context, ThrowingSupplier<R, X> body) throws X, InterruptedException {
    R result;
    try {
      ContextWaits.enter(context);
      INNERMOST.set(this);
      if (attach(context) != null) {
        throw ContextWaits.doneException(context);
      }
      result = body.get();
    } catch (Throwable failure) {
      boolean flagged = thread.isInterrupted();
      if (leave() && isInterrupt(failure, flagged)) {
        ContextDoneException ended = ContextWaits.doneException(context);
        ended.addSuppressed(failure);
        throw ended;
      }
      throw failure;
    }
    leave();
    return result;
  }

  /** Whether this is how a blocking method says that its thread has been interrupted. */
  private static boolean isInterrupt(Throwable failure, boolean flagged) {
    if (failure instanceof InterruptedException) {
      return true;
    }
    if (failure instanceof InterruptedIOException) {
      return !(failure instanceof SocketTimeoutException);
    }
    return flagged
        && (failure instanceof IOException
            || failure instanceof UncheckedIOException
            || failure instanceof UncheckedInterruptedException);
  }

  @Override
  int onParentEnd(CancelSweep sweep) {
    return LATE;
  }

  /** To interrupt may take long, or for ever: so a courier does it. */
  @Override
  void afterSweep() {
    Couriers.send(this);
  }

  @Override
  void onCustomParentEnd(EndReason end) {
    Couriers.send(this);
  }

  /**
   * Interrupts the thread, in a courier. Before that it sends the runs behind this one to another
   * courier: they are not to wait for this interrupt, which may take long, and if there is no other
   * courier they come next.
   */
  @Override
  public void run() {
    Interruption at = this;
    while (at != null) {
      Interruption rest = at.behind;
      at.behind = null;
      if (rest != null && Couriers.sendOn(rest)) {
        rest = null;
      }
      try {
        at.interrupt();
      } catch (Throwable failure) {
        if (rest == null) {
          throw failure;
        }
        LibraryThreads.report(failure);
      }
      at = rest;
    }
  }

  private void interrupt() {
    // The linearization point: it succeeds here, or for LEFT in leave.
    if (!STATE.compareAndSet(this, RUNNING, FIRING)) {
      return;
    }
    int outcome = FIRED;
    try {
      outermost.awaitTurn(this);
      if (!thread.isInterrupted()) {
        outermost.ours = true; // guarded by turn
        state = STRIKING; // before the interrupt: from now on the thread may clear the flag to park
        thread.interrupt();
      } else if (!outermost.ours) {
        outcome = FOREIGN;
      }
    } catch (VirtualMachineError failure) {
      thread.interrupt(); // better out of turn than not at all
      throw failure;
    } finally {
      state = outcome; // before the turn is free: the next one counts this run
      if (outermost.turn == this) { // not if it failed while it waited for its turn
        outermost.turn = null;
      }
    }
  }

  /** Ends the run, after the body; says whether the thread has been interrupted for it. */
  private boolean leave() {
    if (enclosing == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(enclosing);
    }
    if (STATE.compareAndSet(this, RUNNING, LEFT)) { // the linearization point
      detach();
      return false;
    }
    awaitCourier();
    if (state == FOREIGN) {
      return false;
    }
    outermost.awaitTurn(this);
    try {
      if (firedAround(FIRING) > firedAtStart) {
        passOn();
      } else {
        Thread.interrupted();
        outermost.ours = false;
      }
    } finally {
      outermost.turn = null;
    }
    return true;
  }

  @SuppressWarnings("ThreadPriorityCheck") // where the flag keeps the thread from parking
  private void awaitCourier() {
    for (int seen = state; seen < FIRED; seen = state) {
      Interruption striking = outermost.turn;
      if (seen == STRIKING || (striking != null && striking.state == STRIKING)) {
        Thread.interrupted(); // it would keep the thread from parking, and is to be set or cleared
      } else {
        Thread.yield();
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  /**
   * Waits until {@code run} has the turn. The thread of the runs may clear the flag meanwhile, to
   * be able to park: it only comes here when the flag has been set for a run, or cannot be told
   * from one that was.
   */
  private void awaitTurn(Interruption run) {
    while (!TURN.compareAndSet(this, null, run)) { // one at a time has to do with the flag and ours
      Thread.interrupted();
      LockSupport.parkNanos(run, PAUSE_NANOS);
    }
  }

  /** Whether nothing will be done about the flag for this run; for tests. */
  boolean isDecided() {
    int seen = state;
    return seen == LEFT || seen >= FIRED;
  }

  /** Sets the flag for an enclosing run; the foreign interrupt that was for both has gone here. */
  private void passOn() {
    for (Interruption run = enclosing; run != null; run = run.enclosing) {
      if (run.state == FOREIGN) {
        run.state = FIRED;
      }
    }
    outermost.ours = true;
    thread.interrupt();
  }

  /** How many of the enclosing runs have come to the state {@code least}, or further. */
  private int firedAround(int least) {
    int fired = 0;
    for (Interruption run = enclosing; run != null; run = run.enclosing) {
      if (run.state >= least) {
        fired++;
      }
    }
    return fired;
  }

  @Override
  public String toString() {
    return "interrupt by a context";
  }

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, Interruption.class, int.class);
  private static final VarHandle TURN =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "turn", VarHandle.class, Interruption.class, Interruption.class);
}
