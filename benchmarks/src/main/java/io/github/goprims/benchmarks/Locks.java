package io.github.goprims.benchmarks;

import io.github.goprims.gosync.Mutex;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/** A lock that one thread holds at a time, by the peers. */
public interface Locks {

  void lock();

  void unlock();

  static Locks open(String peer) {
    return switch (peer) {
      case "goprims" -> new Ours(new Mutex());
      case "reentrant" -> new Jdk(new ReentrantLock());
      case "reentrant-fair" -> new Jdk(new ReentrantLock(true));
      case "stamped" -> new Jdk(new StampedLock().asWriteLock());
      case "semaphore" -> new Permit(new Semaphore(1));
      default -> throw new IllegalArgumentException(peer + " has no locks");
    };
  }

  /** Ours. */
  record Ours(Mutex mutex) implements Locks {
    @Override
    public void lock() {
      mutex.lock();
    }

    @Override
    public void unlock() {
      mutex.unlock();
    }
  }

  /** Those of the JDK. */
  record Jdk(Lock wrapped) implements Locks {
    @Override
    public void lock() {
      wrapped.lock();
    }

    @Override
    public void unlock() {
      wrapped.unlock();
    }
  }

  /** A semaphore, which nobody owns either. */
  record Permit(Semaphore semaphore) implements Locks {
    @Override
    public void lock() {
      semaphore.acquireUninterruptibly();
    }

    @Override
    public void unlock() {
      semaphore.release();
    }
  }
}
