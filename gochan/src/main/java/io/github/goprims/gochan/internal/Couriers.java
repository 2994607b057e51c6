package io.github.goprims.gochan.internal;

import java.util.concurrent.ForkJoinPool;

/**
 * Platform threads of the library that carry out what must happen even while goroutines compute on
 * all carriers: the rest of the end of a context, and interrupts. Never functions of users.
 */
public final class Couriers {

  private static final ForkJoinPool POOL = new ForkJoinPool(1);

  private Couriers() {}

  /**
   * Runs {@code errand} soon on one of these threads. Errands are independent: one that blocks, as
   * an interrupt may that closes a channel of the JDK, holds up no other. Never waits; without
   * memory for a thread or a task the errand runs in the calling thread.
   */
  public static void send(Runnable errand) {
    POOL.execute(errand);
  }
}
