package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads of {@link FullHeap} in all kinds of waits that the end of a context ends. */
final class FullHeapWaits {

  private static final Integer TOKEN = 1;

  private final FullHeapWorkers workers;
  private final List<Thread> threads = new ArrayList<>();

  FullHeapWaits(FullHeapWorkers workers) {
    this.workers = workers;
  }

  private interface Wait {
    void until(Context context) throws Exception;
  }

  /** One thread in each kind of wait that the end of {@code context} ends. */
  void startWith(Context context) {
    Mutex mutex = new Mutex();
    mutex.lock();
    RWMutex written = new RWMutex();
    written.lock();
    RWMutex read = new RWMutex();
    read.rLock();
    WaitGroup group = new WaitGroup();
    group.add(1);
    SingleFlight<Integer, Integer> flights = new SingleFlight<>();
    flights.flights.enter(new Flight<>(TOKEN, (Thread) null), null, flights); // never ends
    Mutex guard = new Mutex();
    Cond cond = Cond.on(guard);
    Channel<Integer> channel = Channel.make();
    WeightedSemaphore semaphore = WeightedSemaphore.of(1);
    start(context, "semaphore", until -> semaphore.acquire(until, 2));
    start(context, "lock", mutex::lock);
    start(context, "rLock", written::rLock);
    start(context, "write lock", read::lock);
    start(context, "group", group::await);
    start(context, "flight", until -> flights.run(until, TOKEN, () -> TOKEN));
    start(context, "receive", until -> until.receive(channel));
    start(
        context,
        "cond",
        until -> {
          guard.lock();
          try {
            cond.await(until);
          } finally {
            guard.unlock();
          }
        });
    start(
        context,
        "call",
        until ->
            until.call(
                () -> {
                  Thread.sleep(Duration.ofDays(1));
                  return TOKEN;
                }));
  }

  private void start(Context context, String name, Wait wait) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    wait.until(context);
                    workers.fail("ended too early: " + name);
                  } catch (ContextDoneException | OutOfMemoryError e) {
                    // There may be no memory to say that it has ended.
                  } catch (Throwable failure) {
                    workers.fail(failure);
                  }
                });
    threads.add(thread);
    while (thread.isAlive()
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Waits for all threads, whose contexts have ended. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofSeconds(10))) {
        throw new AssertionError("waits although its context has ended: " + thread.getName());
      }
    }
  }
}
