package io.github.goprims.gochan.internal.waiting;

/**
 * A task that does no more than settle a waiter and wake it. It calls no code of users and
 * allocates nothing: so the thread that has to see to it may run it in passing.
 */
public interface SettleTask extends Runnable {

  /** What it settles. */
  Waiter waiter();
}
