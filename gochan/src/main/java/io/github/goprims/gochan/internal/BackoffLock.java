package io.github.goprims.gochan.internal;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for a few dozen instructions. Neither reentrant nor fair.
 *
 * <p>Its holder never gives up its processor: it neither parks nor yields, calls nothing unknown,
 * throws nothing that it has to make first, and starts no class. So a thread that finds the lock
 * taken waits for some instructions only, or until the operating system gives the holder its
 * processor back. A virtual thread waits without leaving its carrier, for it might not get one
 * again for as long as others compute; a platform thread gets out of the way after a moment. Nobody
 * queues: any thread can take a lock that is free, and none waits for an heir that does not run.
 *
 * <p>What it guards may extend it, and saves an object.
 *
 * <p>A stack overflow or a lack of memory must not leave it taken. A call of {@link #unlock} may
 * itself run out of stack, a write to a field cannot:
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   …
 *   lock.unlock();
 *   return result;
 * } catch (Throwable failure) {
 *   lock.held = false;
 *   throw failure;
 * }
 * }</pre>
 *
 * where each nanosecond counts, and else {@code finally { lock.held = false; }}.
 *
 * <p>Memory consistency effects: actions before {@link #unlock}, or before {@code held = false},
 * <i>happen-before</i> actions after the next {@link #lock}.
 */
public class BackoffLock {

  private static final int SPINS = 128;
  private static final long PAUSE_NANOS = 50_000;

  /** Whether somebody has it. Its holder may write false in place of {@link #unlock}. */
  public volatile boolean held;

  /** Makes a lock that is free. */
  public BackoffLock() {}

  /** Takes the lock, however long that needs; an interrupt does not end it. */
  public final void lock() {
    if (!HELD.compareAndSet(this, false, true)) {
      lockContended();
    }
  }

  /** Takes the lock if it is free or becomes free within a moment. */
  public final boolean tryLock() {
    for (int i = 0; i < SPINS; i++) {
      if (!held && HELD.compareAndSet(this, false, true)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Gives the lock back; for its holder only. */
  public final void unlock() {
    assert held;
    HELD.setRelease(this, false);
  }

  @SuppressWarnings("ThreadPriorityCheck") // an interrupt may make the pause a short one
  private void lockContended() {
    boolean staysOnCarrier = Thread.currentThread().isVirtual();
    do {
      for (int i = 0; held && (staysOnCarrier || i < SPINS); i++) {
        Thread.onSpinWait();
      }
      if (held && !staysOnCarrier) {
        Thread.yield();
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    } while (!HELD.compareAndSet(this, false, true));
  }

  // VarHandle mechanics
  private static final VarHandle HELD =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "held", VarHandle.class, BackoffLock.class, boolean.class);
}
