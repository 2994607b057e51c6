package io.github.goprims.benchmarks;

import io.github.goprims.gosync.RWMutex;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** A lock with readers and writers, by the peers. */
public interface ReadWriteLocks {

  void lock();

  void unlock();

  void readLock();

  void readUnlock();

  static ReadWriteLocks open(String peer) {
    return switch (peer) {
      case "goprims" -> new Ours(new RWMutex());
      case "reentrant-rw" -> new Jdk(new ReentrantReadWriteLock());
      case "stamped" -> new Jdk(new StampedLock().asReadWriteLock());
      default -> throw new IllegalArgumentException(peer + " has no read-write locks");
    };
  }

  /** Ours. */
  record Ours(RWMutex mutex) implements ReadWriteLocks {
    @Override
    public void lock() {
      mutex.lock();
    }

    @Override
    public void unlock() {
      mutex.unlock();
    }

    @Override
    public void readLock() {
      mutex.rLock();
    }

    @Override
    public void readUnlock() {
      mutex.rUnlock();
    }
  }

  /** Those of the JDK. */
  record Jdk(ReadWriteLock wrapped) implements ReadWriteLocks {
    @Override
    public void lock() {
      wrapped.writeLock().lock();
    }

    @Override
    public void unlock() {
      wrapped.writeLock().unlock();
    }

    @Override
    public void readLock() {
      wrapped.readLock().lock();
    }

    @Override
    public void readUnlock() {
      wrapped.readLock().unlock();
    }
  }
}
