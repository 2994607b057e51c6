package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The only worker of a pool that waits for a lock or a counter: another ends its wait. */
class PoolWorkersLocksTest {

  private static void blocksInAPoolOfOne(Task wait, Task end) throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(1)) {
      ForkJoinTask<?> waiting = pool.submit(() -> run(wait));
      Await.until("the worker is at it", () -> pool.getQueuedSubmissionCount() == 0);
      ForkJoinTask<?> ending = pool.submit(() -> run(end));
      ending.get(20, TimeUnit.SECONDS);
      waiting.get(20, TimeUnit.SECONDS);
      assertThat(waiting.isCompletedNormally()).isTrue();
    }
  }

  private static Void run(Task task) throws Exception {
    task.run();
    return null;
  }

  @Test
  void aMutex() throws Exception {
    Mutex mutex = new Mutex();
    mutex.lock();
    blocksInAPoolOfOne(mutex::lock, mutex::unlock);
  }

  @Test
  void aMutexAndAContext() throws Exception {
    Mutex mutex = new Mutex();
    mutex.lock();
    try (CancelableContext context = Context.background().withCancel()) {
      blocksInAPoolOfOne(() -> mutex.lock(context), mutex::unlock);
    }
  }

  @Test
  void bothSidesOfARWMutex() throws Exception {
    RWMutex mutex = new RWMutex();
    mutex.lock();
    blocksInAPoolOfOne(mutex::rLock, mutex::unlock);
    blocksInAPoolOfOne(mutex::lock, mutex::rUnlock);
  }

  @Test
  void aWaitGroup() throws Exception {
    WaitGroup group = new WaitGroup();
    group.add(1);
    blocksInAPoolOfOne(group::await, group::done);
  }

  @Test
  void aCond() throws Exception {
    Mutex mutex = new Mutex();
    Cond changed = Cond.on(mutex);
    boolean[] done = {false};
    blocksInAPoolOfOne(
        () -> {
          mutex.lock();
          changed.awaitUntil(() -> done[0]);
          mutex.unlock();
        },
        () -> {
          mutex.lock();
          done[0] = true;
          mutex.unlock();
          changed.signal();
        });
  }

  @Test
  void theEndOfAContext() throws Exception {
    try (CancelableContext context = Context.background().withCancel()) {
      blocksInAPoolOfOne(() -> context.done().receive(), context::cancel);
    }
  }
}
