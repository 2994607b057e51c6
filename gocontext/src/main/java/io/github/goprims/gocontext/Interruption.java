package io.github.goprims.gocontext;

import io.github.goprims.gochan.ThrowingSupplier;
import io.github.goprims.gochan.UncheckedInterruptedException;
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
final class Interruption extends Child {
  /*
   * State.       state: RUNNING -> LEFT, or RUNNING -> FIRING -> FIRED
   *                RUNNING  the body runs
   *                LEFT     it has ended first: there will be no interrupt
   *                FIRING   the context has ended first: an interrupt is on its way
   *                FIRED    it has been delivered
   * Linearization point: the compare-and-set from RUNNING decides between the two.
   * Why none comes late. Who finds FIRING waits for FIRED, and clears the flag then.
   * Nesting.     Clearing the flag may wipe out the interrupt of an enclosing run, which needs its
   *              own. So who has cleared it looks whether an enclosing one has fired since it began,
   *              and if so sets the flag again. FIRING counts: what comes after the look is not lost.
   */

  private static final int RUNNING = 0;
  private static final int LEFT = 1;
  private static final int FIRING = 2;
  private static final int FIRED = 3;

  private static final long PAUSE_NANOS = 20_000;

  private static final ThreadLocal<@Nullable Interruption> INNERMOST = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final @Nullable Interruption enclosing = INNERMOST.get();
  private final int firedAtStart = firedAround();
  private volatile int state = RUNNING;

  private Interruption() {}

  static <R extends @Nullable Object, X extends Exception> R call(
      Context context, ThrowingSupplier<R, X> body) throws X, InterruptedException {
    Waits.enter(context);
    Interruption run = new Interruption();
    if (run.attach(context) != null) {
      throw Waits.ended(context);
    }
    INNERMOST.set(run);
    R result;
    try {
      result = body.get();
    } catch (Throwable failure) {
      boolean flagged = Thread.currentThread().isInterrupted();
      if (run.leave() && isInterrupt(failure, flagged)) {
        ContextDoneException ended = Waits.ended(context);
        ended.addSuppressed(failure);
        throw ended;
      }
      throw failure;
    }
    run.leave();
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
  void aboveEnded(Sweep sweep) {
    sweep.addLate(this);
  }

  @Override
  void afterSweep() {
    fire();
  }

  @Override
  void foreignEnded(End end) {
    fire();
  }

  private void fire() {
    if (STATE.compareAndSet(this, RUNNING, FIRING)) {
      try {
        thread.interrupt();
      } finally {
        state = FIRED;
      }
    }
  }

  /** The body has ended. Says whether the thread has been interrupted. */
  private boolean leave() {
    if (enclosing == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(enclosing);
    }
    if (STATE.compareAndSet(this, RUNNING, LEFT)) {
      detach();
      return false;
    }
    while (state != FIRED) {
      Thread.interrupted(); // it would keep the thread from parking
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    Thread.interrupted();
    if (firedAround() > firedAtStart) {
      thread.interrupt();
    }
    return true;
  }

  /** How many enclosing runs have been interrupted, or are about to be. */
  private int firedAround() {
    int fired = 0;
    for (Interruption run = enclosing; run != null; run = run.enclosing) {
      if (run.state != RUNNING) {
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
}
