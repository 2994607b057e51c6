package io.github.goprims.benchmarks;

import io.github.goprims.gosync.WeightedSemaphore;
import java.util.concurrent.Semaphore;

/** A semaphore, by the peers. */
public interface Semaphores {

  void acquire() throws InterruptedException;

  void release();

  static Semaphores open(String peer, int size) {
    return switch (peer) {
      case "goprims" -> new Ours(WeightedSemaphore.of(size));
      case "semaphore" -> new Jdk(new Semaphore(size));
      case "semaphore-fair" -> new Jdk(new Semaphore(size, true));
      default -> throw new IllegalArgumentException(peer + " has no semaphores");
    };
  }

  /** Ours. */
  record Ours(WeightedSemaphore semaphore) implements Semaphores {
    @Override
    public void acquire() throws InterruptedException {
      semaphore.acquire(1);
    }

    @Override
    public void release() {
      semaphore.release(1);
    }
  }

  /** That of the JDK. */
  record Jdk(Semaphore semaphore) implements Semaphores {
    @Override
    public void acquire() throws InterruptedException {
      semaphore.acquire();
    }

    @Override
    public void release() {
      semaphore.release();
    }
  }
}
