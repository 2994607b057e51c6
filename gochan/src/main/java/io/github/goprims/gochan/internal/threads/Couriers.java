package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.TestKit;

/**
 * Platform threads of the library that carry out what must happen even while goroutines compute on
 * all carriers: the rest of the end of a context, and interrupts. Never functions of users.
 */
public final class Couriers {

  private Couriers() {}

  /**
   * Runs {@code errand} soon on one of these threads. Errands are independent: one that blocks, as
   * an interrupt may that closes a channel of the JDK, holds up no other, though it never end. That
   * holds for as many as 1,024 at a time; more wait until one ends.
   *
   * <p>Never waits, and takes no lock. Without memory for a thread or an entry the errand runs in
   * the calling thread. What an errand throws goes to its thread's handler of uncaught exceptions.
   *
   * @throws StackOverflowError if there is not enough stack: the errand is not run
   */
  public static void send(Runnable errand) {
    ThreadsColdStart.ensure();
    if (!isForTest(errand)) {
      Holder.POOL.send(errand);
    }
  }

  /**
   * For an errand that is being run, and has more to do: leaves {@code errand} behind those that
   * are there already. So an errand in very many parts, each of which sends on the next, does not
   * keep others waiting.
   *
   * @return false if there is no memory: the caller has to do it itself
   */
  public static boolean sendOn(Runnable errand) {
    return isForTest(errand) || Holder.POOL.sendOn(errand);
  }

  /** Whether {@code errand} is a step of a test, which then runs it in a goroutine of its own. */
  private static boolean isForTest(Runnable errand) {
    return TestKit.PRESENT != null && TestKit.PRESENT.runs(errand);
  }

  /**
   * Apart, for {@link ThreadsColdStart} has to come before any class that has something to set up.
   */
  static final class Holder {
    static final CourierPool POOL = new CourierPool();

    private Holder() {}
  }
}
