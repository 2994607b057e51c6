package io.github.goprims.gochan.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Races on the short lock that is beneath all slow paths.
 *
 * @primitive Channel
 */
public final class BackoffLockJcstress {

  private static final int ROUNDS = 4;

  private BackoffLockJcstress() {}

  /** A lock, and what it guards. */
  abstract static class Guarded {
    private final BackoffLock lock = new BackoffLock();
    private int plain;

    /** By a release, which is all that an unlock needs. */
    final void count() {
      for (int i = 0; i < ROUNDS; i++) {
        lock.lock();
        plain++;
        lock.unlock();
      }
    }

    final int counted() {
      return plain;
    }
  }

  /**
   * @hunts two holders, and a holder that does not see what the one before has written
   * @guards {@link BackoffLock}: the compare-and-set, and the release of its unlock
   * @see BackoffLock#lock
   * @see BackoffLock#lockContended
   * @see BackoffLock#unlock
   */
  @JCStressTest
  @Outcome(id = "8", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both at once, or one has not seen the other")
  @State
  public static class Exclusion extends Guarded {
    @Actor
    public void one() {
      count();
    }

    @Actor
    public void two() {
      count();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = counted();
    }
  }

  /**
   * A virtual thread waits on its carrier, a platform thread gives its processor away.
   *
   * @hunts the same, with a virtual thread
   * @guards the two ways of waiting in {@link BackoffLock}
   * @see BackoffLock#lockContended
   */
  @JCStressTest
  @Outcome(id = "8", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both at once, or one has not seen the other")
  @State
  public static class OneOnVirtualThread extends Guarded {
    @Actor
    public void platform() {
      count();
    }

    @Actor
    public void virtual() {
      try {
        Thread.startVirtualThread(this::count).join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = counted();
    }
  }
}
