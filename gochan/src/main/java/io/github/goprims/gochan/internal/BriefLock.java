package io.github.goprims.gochan.internal;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for a few dozen instructions that neither block nor call anything unknown. Neither
 * reentrant nor fair.
 *
 * <p>It costs half of a {@code ReentrantLock}: nobody queues, so that leaving need not look for a
 * successor. Who finds it taken spins, for the holder is about to leave; if it does not leave, it
 * has lost its processor, and only then the others get out of its way. What it guards may extend
 * it, and saves an object.
 *
 * <p>Memory consistency effects: actions before {@link #unlock} <i>happen-before</i> actions after
 * the next {@link #lock}.
 */
public class BriefLock {

  private static final int SPINS = 128;
  private static final long PAUSE_NANOS = 50_000;

  private volatile boolean held;

  /** Makes a lock that is free. */
  public BriefLock() {}

  /** Takes the lock, however long that needs; an interrupt does not end it. */
  public final void lock() {
    if (!HELD.compareAndSet(this, false, true)) {
      lockContended();
    }
  }

  /** Gives the lock back; for its holder only. */
  public final void unlock() {
    assert held;
    HELD.setRelease(this, false);
  }

  @SuppressWarnings(
      "ThreadPriorityCheck") // for the case that an interrupt makes the pause a short one
  private void lockContended() {
    do {
      for (int i = 0; held && i < SPINS; i++) {
        Thread.onSpinWait();
      }
      if (held) {
        Thread.yield();
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    } while (!HELD.compareAndSet(this, false, true));
  }

  // VarHandle mechanics
  private static final VarHandle HELD =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "held", VarHandle.class, BriefLock.class, boolean.class);
}
