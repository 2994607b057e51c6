package io.github.goprims.gosync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A thread of {@link FullHeap} that repeats one step. */
abstract class FullHeapWorker implements Runnable {

  final FullHeapWorkers workers;
  final String kind;
  String name;
  volatile long steps;
  volatile long refused;

  /** Those of {@code steps} that others prevented. */
  long others;

  /** Whether the step is where it may not be refused. */
  boolean givesBack;

  private @Nullable Thread thread;

  FullHeapWorker(FullHeapWorkers workers, String kind) {
    this.workers = workers;
    this.kind = kind;
    this.name = kind;
  }

  void start() {
    thread = Thread.ofPlatform().name(name).daemon().start(this);
  }

  boolean isAlive() {
    return thread != null && thread.isAlive();
  }

  void join() {
    try {
      if (thread != null && !thread.join(Duration.ofSeconds(10))) {
        throw new AssertionError("does not end: " + this);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean goesOn() {
    return !workers.isOver();
  }

  /** Adds itself to {@code steps} if it takes place. */
  abstract void step() throws Exception;

  /** Counts a step that others prevented; as a step, so that it is no worry if they always do. */
  void prevented() {
    steps++;
    others++;
  }

  @Override
  public void run() {
    while (goesOn()) {
      try {
        while (workers.isPaused()) {
          Thread.sleep(1);
        }
        step();
      } catch (OutOfMemoryError e) {
        refused++;
        if (givesBack) {
          workers.fail(e);
        }
      } catch (Throwable failure) {
        workers.fail(failure);
        return;
      }
    }
  }

  @Override
  public String toString() {
    return name + " after " + steps + " steps";
  }
}
