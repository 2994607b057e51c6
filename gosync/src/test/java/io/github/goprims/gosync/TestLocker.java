package io.github.goprims.gosync;

import java.util.concurrent.locks.ReentrantLock;

/** A locker that knows its owner and counts. */
final class TestLocker implements Locker {

  private final ReentrantLock lock = new ReentrantLock();
  private int locks;

  @Override
  public void lock() {
    lock.lock();
    locks++;
  }

  @Override
  public void unlock() {
    lock.unlock();
  }

  boolean isHeldHere() {
    return lock.isHeldByCurrentThread();
  }

  boolean isWaitedFor() {
    return lock.hasQueuedThreads();
  }

  /** How often it has been taken; for its holder. */
  int locks() {
    return locks;
  }
}
