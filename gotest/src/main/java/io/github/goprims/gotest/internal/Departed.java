package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.BackoffLock;
import java.util.ArrayList;
import java.util.List;

/** Threads that are members of a bubble no more, but perhaps alive still, in their last steps. */
final class Departed extends BackoffLock {

  private static final int FEW = 64;

  // Guarded by this lock.
  private List<Thread> threads = new ArrayList<>();
  private int many = FEW;

  void add(Thread thread) {
    lock();
    try {
      threads.add(thread);
      if (threads.size() >= many) {
        threads.removeIf(each -> !each.isAlive());
        many = Math.max(FEW, 2 * threads.size());
      }
    } finally {
      held = false;
    }
  }

  /** Waits until none of those that are known is alive. */
  @SuppressWarnings("ThreadPriorityCheck") // it is for a few steps of theirs only
  void await() {
    List<Thread> last;
    lock();
    last = threads;
    threads = new ArrayList<>();
    held = false;
    for (Thread thread : last) {
      while (thread.isAlive()) {
        Thread.yield();
      }
    }
  }
}
