package io.github.goprims.benchmarks;

import java.util.Arrays;

/** Virtual threads that wait for something. */
final class Parked {
  private Parked() {}

  /** Starts that many, and returns when each waits. */
  static Thread[] start(int count, Workers.Work work) throws InterruptedException {
    return startBy(new Thread[count], () -> Thread.startVirtualThread(() -> perform(work)));
  }

  /** Fills {@code threads} with those that somebody else starts, and returns when each waits. */
  static Thread[] startBy(Thread[] threads, Starter starter) throws InterruptedException {
    Arrays.setAll(threads, i -> starter.start());
    for (Thread thread : threads) {
      awaitParked(thread);
    }
    return threads;
  }

  /** Starts one thread. */
  interface Starter {
    Thread start();
  }

  /** Interrupts each, and returns when all have ended. */
  static void end(Thread[] threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void awaitParked(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      if (!thread.isAlive()) {
        throw new IllegalStateException("a thread ended instead of waiting");
      }
      Thread.sleep(1);
    }
  }

  private static void perform(Workers.Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      // It is over.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
