package io.github.goprims.gosync;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** All workers of {@link FullHeap}, what has to hold when they have ended, and what went wrong. */
final class FullHeapWorkers {

  private static final int STEPS_AFTERWARDS = 50;

  private final List<FullHeapWorker> workers = new ArrayList<>();
  private final List<Runnable> checks = new ArrayList<>();
  private volatile boolean paused;
  private volatile boolean over;
  private volatile @Nullable Throwable broken;

  void add(FullHeapWorker worker) {
    workers.add(worker);
  }

  /** Adds workers that differ in their index. */
  void add(int count, IntFunction<FullHeapWorker> maker) {
    for (int i = 0; i < count; i++) {
      FullHeapWorker worker = maker.apply(i);
      worker.name = worker.kind + " " + i;
      add(worker);
    }
  }

  /** Adds a check of the counts, made when all have been told to end. */
  void inTheEnd(Runnable check) {
    checks.add(check);
  }

  void start() {
    workers.forEach(FullHeapWorker::start);
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  boolean isPaused() {
    return paused;
  }

  /** Whether workers should end. */
  boolean isOver() {
    return over;
  }

  /** Ends all workers, and checks what they have done. */
  void end() {
    over = true;
    for (Runnable check : checks) {
      check.run();
    }
    for (FullHeapWorker worker : workers) {
      worker.join();
    }
    failIfBroken();
  }

  void fail(Throwable failure) {
    if (broken == null) {
      broken = failure;
    }
  }

  void fail(String what) {
    fail(new AssertionError(what));
  }

  void check(boolean right, String what) {
    if (!right) {
      fail(what);
    }
  }

  void printFailure() {
    if (broken != null) {
      broken.printStackTrace();
    }
  }

  private void failIfBroken() {
    if (broken != null) {
      throw new AssertionError(broken);
    }
  }

  /** Each worker has to get on. */
  void awaitSteps() throws InterruptedException {
    long start = System.nanoTime();
    long[] before = new long[workers.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = workers.get(i).steps;
    }
    for (int i = 0; i < before.length; i++) {
      while (workers.get(i).steps < before[i] + STEPS_AFTERWARDS) {
        failIfBroken();
        if (System.nanoTime() - start > FullHeap.LIMIT_NANOS) {
          throw new AssertionError("gets no further: " + workers.get(i));
        }
        Thread.sleep(1);
      }
    }
  }

  /** How many steps were refused for want of memory. */
  long refused() {
    long refused = 0;
    for (int i = 0; i < workers.size(); i++) { // no iterator
      refused += workers.get(i).refused;
    }
    return refused;
  }

  /** How many steps of that kind took place; waits until those workers have ended. */
  long sumOf(String kind) {
    long sum = 0;
    for (FullHeapWorker worker : workers) {
      if (worker.kind.equals(kind)) {
        worker.join();
        sum += worker.steps - worker.others;
      }
    }
    return sum;
  }

  boolean isAnyAlive(String kind) {
    for (FullHeapWorker worker : workers) {
      if (worker.kind.equals(kind) && worker.isAlive()) {
        return true;
      }
    }
    return false;
  }
}
