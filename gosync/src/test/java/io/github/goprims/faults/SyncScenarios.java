package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.Once;
import io.github.goprims.gosync.Pool;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Wait groups, conditions, onces and pools. */
final class SyncScenarios {

  private static final Duration MOMENT = Duration.ofNanos(100_000);
  private static final Duration LONG = Duration.ofSeconds(20);

  private SyncScenarios() {}

  static void addTo(Map<String, Scenario> all) {
    all.put("WaitGroup: add", trial -> count(trial, 1, g -> g.add(2), 3));
    all.put("WaitGroup: done", trial -> count(trial, 2, WaitGroup::done, 1));
    all.put("WaitGroup: done to zero", trial -> count(trial, 1, WaitGroup::done, 0));
    all.put("WaitGroup: done to zero with waiters", trial -> release(trial, 1, WaitGroup::done));
    all.put("WaitGroup: add(-2) with waiters", trial -> release(trial, 2, g -> g.add(-2)));
    all.put("WaitGroup: go", SyncScenarios::groupGo);
    all.put("WaitGroup: await", trial -> awaitGroup(trial, WaitGroup::await, WaitGroup::done));
    all.put(
        "WaitGroup: await in time",
        trial -> awaitGroup(trial, g -> g.await(LONG), WaitGroup::done));
    all.put(
        "WaitGroup: await, timed out", trial -> awaitGroup(trial, g -> g.await(MOMENT), g -> {}));
    all.put(
        "WaitGroup: await, interrupted",
        trial -> awaitGroup(trial, WaitGroup::await, g -> trial.operator().interrupt()));
    all.put(
        "WaitGroup: await with a context, released",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          awaitGroup(trial, g -> g.await(context), WaitGroup::done);
        });
    all.put(
        "WaitGroup: await with a context, canceled",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          awaitGroup(trial, g -> g.await(context), g -> context.cancel());
        });

    all.put("WeightedSemaphore: acquire", SyncScenarios::acquireFree);
    all.put(
        "WeightedSemaphore: acquire, contended", trial -> acquireLate(trial, s -> s.acquire(3)));
    all.put(
        "WeightedSemaphore: tryAcquire in time, contended",
        trial -> acquireLate(trial, s -> s.tryAcquire(3, LONG)));
    all.put(
        "WeightedSemaphore: acquire with a context, contended",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          acquireLate(trial, s -> s.acquire(context, 3));
        });
    all.put(
        "WeightedSemaphore: acquire, interrupted",
        trial -> leave(trial, s -> s.acquire(3), () -> trial.operator().interrupt()));
    all.put(
        "WeightedSemaphore: tryAcquire, timed out",
        trial -> leave(trial, s -> s.tryAcquire(3, MOMENT), () -> {}));
    all.put(
        "WeightedSemaphore: acquire with a context, canceled",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          leave(trial, s -> s.acquire(context, 3), context::cancel);
        });
    all.put("WeightedSemaphore: release", trial -> releaseWeight(trial, 0));
    all.put("WeightedSemaphore: release with a waiter", trial -> releaseWeight(trial, 1));
    all.put("WeightedSemaphore: release with waiters", trial -> releaseWeight(trial, 3));

    all.put("Cond: signal", trial -> wakeAll(trial, Cond::signal, false));
    all.put("Cond: broadcast", trial -> wakeAll(trial, Cond::broadcast, true));
    all.put("Cond: await, signaled", trial -> awaitCond(trial, Cond::await, Cond::signal));
    all.put("Cond: await, broadcast", trial -> awaitCond(trial, Cond::await, Cond::broadcast));
    all.put("Cond: await in time", trial -> awaitCond(trial, c -> c.await(LONG), Cond::signal));
    all.put("Cond: await, timed out", trial -> awaitCond(trial, c -> c.await(MOMENT), c -> {}));
    all.put(
        "Cond: await, interrupted",
        trial -> awaitCond(trial, Cond::await, c -> trial.operator().interrupt()));
    all.put(
        "Cond: await with a context, signaled",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          awaitCond(trial, c -> c.await(context), Cond::signal);
        });
    all.put(
        "Cond: await with a context, canceled",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          awaitCond(trial, c -> c.await(context), c -> context.cancel());
        });

    all.put("Once: run", trial -> once(trial, new Once()));
    all.put("Once: run, while another runs it", SyncScenarios::onceBehind);
    all.put("Once: value", SyncScenarios::onceValue);
    all.put("Pool: get", trial -> pool(trial, Pool::get));
    all.put("Pool: put", trial -> pool(trial, p -> p.put(new Object())));
  }

  private interface Act<T> {
    void on(T object) throws Exception;
  }

  private static Task expectingTheEnd(Task task) {
    return () -> {
      try {
        task.run();
      } catch (Exception expected) {
        // the end of the wait
      }
    };
  }

  private static void count(Trial trial, int before, Act<WaitGroup> act, int after) {
    WaitGroup group = new WaitGroup();
    group.add(before);
    trial.operate(() -> act.on(group));
    trial.afterwards(
        thrown -> {
          if (thrown != null && (trial.mayRepeat || after > before) && group.count() == before) {
            act.on(group);
          }
          require(group.count() == after, "counted wrongly: " + group);
          group.add(-after);
          requireZero(trial, group);
        });
  }

  private static void requireZero(Trial trial, WaitGroup group) throws InterruptedException {
    require(group.count() == 0, "not zero: " + group);
    require(group.await(trial.patience), "no await at zero: " + group);
    trial.soon("nobody waits: " + group, () -> group.toString().endsWith("(count=0, waiting=0)"));
    group.add(1);
    require(!group.await(Duration.ofNanos(1)), "an await that is too short: " + group);
    group.done();
  }

  private static void release(Trial trial, int before, Act<WaitGroup> act) {
    WaitGroup group = new WaitGroup();
    group.add(before);
    for (int i = 0; i < 3; i++) {
      trial.waiting(group::await);
    }
    trial.operate(() -> act.on(group));
    trial.afterwards(
        thrown -> {
          if (thrown != null && trial.mayRepeat && group.count() == before) {
            act.on(group); // had done nothing
          }
          requireZero(trial, group);
        });
  }

  private static void groupGo(Trial trial) {
    WaitGroup group = new WaitGroup();
    AtomicInteger runs = new AtomicInteger();
    trial.operate(() -> group.go(runs::incrementAndGet));
    trial.afterwards(
        thrown -> {
          require(group.await(trial.patience), "the group of a goroutine stays: " + group);
          require(thrown != null || runs.get() == 1, "has not run");
          requireZero(trial, group);
        });
  }

  private static void awaitGroup(Trial trial, Act<WaitGroup> wait, Act<WaitGroup> end) {
    WaitGroup group = new WaitGroup();
    group.add(1);
    trial.operate(expectingTheEnd(() -> wait.on(group)));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.waiting(group::await);
          end.on(group);
        });
    trial.afterwards(
        thrown -> {
          if (group.count() == 1) {
            group.done();
          }
          requireZero(trial, group);
        });
  }

  private static void requireAllFree(Trial trial, WeightedSemaphore semaphore)
      throws InterruptedException {
    trial.partnersOver();
    trial.soon(
        "all is free: " + semaphore, () -> semaphore.toString().endsWith("(free=3, size=3)"));
    require(semaphore.tryAcquire(3), "not free: " + semaphore);
    require(!semaphore.tryAcquire(1, Duration.ofNanos(1)), "more than there is: " + semaphore);
    semaphore.release(3);
  }

  private static void acquireFree(Trial trial) {
    WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    trial.operate(() -> semaphore.acquire(2));
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            semaphore.release(2);
          }
          requireAllFree(trial, semaphore);
        });
  }

  /** It becomes free while the operation waits for it; another waits behind. */
  private static void acquireLate(Trial trial, Act<WeightedSemaphore> acquire) {
    WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    semaphore.tryAcquire(1);
    trial.operate(() -> acquire.on(semaphore));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.partner(() -> use(semaphore)).awaitBlockedOrOver();
          semaphore.release(1);
        });
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            semaphore.release(3);
          }
          requireAllFree(trial, semaphore);
        });
  }

  private static void use(WeightedSemaphore semaphore) throws InterruptedException {
    semaphore.acquire(2);
    semaphore.release(2);
  }

  /** The operation gives up at the front, before another that fits. */
  private static void leave(Trial trial, Act<WeightedSemaphore> acquire, Task end) {
    WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    semaphore.tryAcquire(1);
    trial.operate(expectingTheEnd(() -> acquire.on(semaphore)));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.partner(() -> use(semaphore)).awaitBlockedOrOver();
          end.run();
        });
    trial.afterwards(
        thrown -> {
          trial.partnersOver(); // let through, with one still held
          semaphore.release(1);
          requireAllFree(trial, semaphore);
        });
  }

  private static void releaseWeight(Trial trial, int waiters) {
    WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    semaphore.tryAcquire(2);
    for (int i = 0; i < waiters; i++) {
      trial.waiting(() -> use(semaphore));
    }
    trial.operate(() -> semaphore.release(2));
    trial.afterwards(
        thrown -> {
          String before = "(free=1, size=3" + (waiters > 0 ? ", waiting=" + waiters : "") + ")";
          if (thrown != null && trial.mayRepeat && semaphore.toString().endsWith(before)) {
            semaphore.release(2); // had done nothing
          }
          requireAllFree(trial, semaphore);
        });
  }

  private static void wakeAll(Trial trial, Act<Cond> act, boolean all) throws Exception {
    Mutex mutex = new Mutex();
    Cond cond = Cond.on(mutex);
    AtomicInteger awake = new AtomicInteger();
    int waiters = 3;
    for (int i = 0; i < waiters; i++) {
      trial.waiting(
          () -> {
            mutex.lock();
            cond.await();
            awake.incrementAndGet();
            mutex.unlock();
          });
    }
    trial.operate(() -> act.on(cond));
    trial.afterwards(
        thrown -> {
          int expected = all ? waiters : 1;
          if (thrown != null
              && trial.mayRepeat
              && !Trial.holds(Duration.ofMillis(20), () -> awake.get() > 0)) {
            act.on(cond); // had done nothing
          }
          trial.soon("as many as were signaled wake", () -> awake.get() == expected);
          for (int i = expected; i < waiters; i++) {
            cond.signal();
          }
          trial.soon("all wake", () -> awake.get() == waiters);
          requireFree(trial, mutex);
        });
  }

  private static void requireFree(Trial trial, Mutex mutex) throws InterruptedException {
    require(mutex.tryLock(trial.patience), "not free: " + mutex);
    mutex.unlock();
    require(mutex.toString().endsWith("(unlocked)"), "not free: " + mutex);
  }

  private static void awaitCond(Trial trial, Act<Cond> wait, Act<Cond> end) {
    Mutex mutex = new Mutex();
    Cond cond = Cond.on(mutex);
    trial.operate(
        expectingTheEnd(
            () -> {
              Throwable failed = null;
              try {
                wait.on(cond);
              } catch (Throwable thrown) {
                failed = thrown;
              }
              boolean held = !mutex.tryLock();
              require(held, "returned without the lock, after " + failed);
              mutex.unlock();
              if (failed instanceof Error error) {
                throw error;
              }
            }));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.waiting(
              () -> {
                mutex.lock();
                cond.await();
                mutex.unlock();
              });
          if (mutex.tryLock(trial.patience)) {
            end.on(cond);
            mutex.unlock();
          }
        });
    trial.afterwards(
        thrown -> {
          cond.broadcast();
          trial.partnersOver();
          requireFree(trial, mutex);
        });
    // Not owned: the main thread takes it for the operation.
    mutex.lock();
  }

  private static void once(Trial trial, Once once) {
    AtomicInteger runs = new AtomicInteger();
    trial.operate(() -> once.run(runs::incrementAndGet));
    trial.afterwards(
        thrown -> {
          trial.does("run once", () -> once.run(runs::incrementAndGet));
          require(runs.get() <= 1, "run more than once");
          require(thrown != null || runs.get() == 1, "not run");
        });
  }

  private static void onceBehind(Trial trial) {
    Once once = new Once();
    Mutex gate = new Mutex();
    gate.lock();
    trial.waiting(() -> once.run(gate::lock));
    trial.operate(() -> once.run(() -> {}));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          Trial.Partner behind = trial.partner(() -> once.run(() -> {}));
          behind.awaitBlockedOrOver();
          gate.unlock();
        });
    trial.afterwards(thrown -> trial.does("run once", () -> once.run(() -> {})));
  }

  private static void onceValue(Trial trial) {
    AtomicInteger runs = new AtomicInteger();
    Supplier<Integer> value = Once.value(runs::incrementAndGet);
    trial.operate(value::get);
    trial.afterwards(
        thrown -> {
          try {
            trial.does("get", value::get);
          } catch (AssertionError e) {
            // What the first run threw, all get: but they do get it.
            require(thrown != null && !e.getMessage().startsWith("hangs"), e.toString());
          }
          require(runs.get() <= 1, "made more than once");
        });
  }

  private static void pool(Trial trial, Act<Pool<Object>> act) {
    Pool<Object> pool = Pool.of(Object::new);
    pool.put(new Object());
    trial.operate(() -> act.on(pool));
    trial.afterwards(
        thrown ->
            trial.does(
                "use the pool",
                () -> {
                  List<Object> got = new ArrayList<>();
                  for (int i = 0; i < 20; i++) {
                    got.add(pool.get());
                  }
                  got.forEach(pool::put);
                  require(got.stream().distinct().count() == got.size(), "the same one twice");
                }));
  }
}
