package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Recorded;
import io.github.goprims.gochan.testing.Recorded.Blocked;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the flight recorder is told of threads that have waited for a primitive of this module. */
class SyncWaitEventsTest {

  @Test
  @Spec("DIAG-08")
  void aLongWaitIsRecordedWithItsThreadAndStack() throws Exception {
    assertThat(OwnJvm.outputOf(Waits.class))
        .containsExactlyInAnyOrderElementsOf(
            Recorded.onBothKinds(
                "CondWait | cond, %s | sync.Cond.Wait: changed | done | long | Cond.await",
                "ErrGroupGo | go, %s | errgroup go: jobs(running=1, limit=1)"
                    + " | done | long | ErrGroup.go",
                "ErrGroupWait | group, %s | errgroup wait: jobs(running=0)"
                    + " | done | long | ErrGroup.await",
                "MutexLock | canceled, %s | sync.Mutex.Lock: guard(locked)"
                    + " | canceled | long | Mutex.lock",
                "MutexLock | mutex, %s | sync.Mutex.Lock: guard(locked)"
                    + " | done | long | Mutex.lock",
                "RWMutexLock | reader, %s | sync.RWMutex.RLock: cache(readers=1)"
                    + " | done | long | RWMutex.rLock",
                "RWMutexLock | writer, %s | sync.RWMutex.Lock: cache(unlocked, waiting writers=1)"
                    + " | done | long | RWMutex.lock",
                "SemaphoreAcquire | semaphore, %s | semaphore acquire: 2 of load(free=0, size=2)"
                    + " | done | long | WeightedSemaphore.acquire",
                "SingleFlightWait | follower, %s | singleflight wait: pages(running=0)"
                    + " | done | long | SingleFlight.run",
                "WaitGroupWait | waiter, %s | sync.WaitGroup.Wait: workers(count=0, waiting=1)"
                    + " | done | long | WaitGroup.await"));
  }

  /** The program of that process. */
  static final class Waits {
    private Waits() {}

    public static void main(String[] args) throws Exception {
      Recorded.printWaits(Waits.class, Waits::all);
    }

    private static List<Blocked> all() throws Exception {
      List<Blocked> all = new ArrayList<>();
      addLocks(all);
      addOthers(all);
      addGroups(all);
      return all;
    }

    private static void addLocks(List<Blocked> all) {
      Mutex mutex = new Mutex().named("guard");
      mutex.lock();
      all.add(new Blocked("mutex", "sync.Mutex.Lock", () -> mutex.lock(), () -> mutex.unlock()));
      Mutex refused = new Mutex().named("guard");
      refused.lock();
      CancelableContext context = Context.background().withCancel();
      all.add(
          new Blocked(
              "canceled", "sync.Mutex.Lock", () -> refused.lock(context), () -> context.cancel()));
      RWMutex written = new RWMutex().named("cache");
      written.lock();
      all.add(
          new Blocked(
              "reader", "sync.RWMutex.RLock", () -> written.rLock(), () -> written.unlock()));
      RWMutex read = new RWMutex().named("cache");
      read.rLock();
      all.add(new Blocked("writer", "sync.RWMutex.Lock", () -> read.lock(), () -> read.rUnlock()));
    }

    private static void addOthers(List<Blocked> all) {
      Mutex mutex = new Mutex().named("guard of cond");
      Cond cond = Cond.on(mutex).named("changed");
      all.add(
          new Blocked(
              "cond",
              "sync.Cond.Wait",
              () -> {
                mutex.lock();
                cond.await();
                mutex.unlock();
              },
              () -> cond.signal()));
      WaitGroup workers = new WaitGroup().named("workers");
      workers.add(1);
      all.add(
          new Blocked(
              "waiter", "sync.WaitGroup.Wait", () -> workers.await(), () -> workers.done()));
      WeightedSemaphore load = WeightedSemaphore.of(2).named("load");
      load.tryAcquire(1);
      all.add(
          new Blocked(
              "semaphore", "semaphore acquire", () -> load.acquire(2), () -> load.release(1)));
      SingleFlight<String, String> pages = new SingleFlight<String, String>().named("pages");
      Channel<String> page = Channel.make();
      Channel<String> asked = Channel.make();
      Thread.startVirtualThread(
          () -> {
            try {
              pages.run(
                  "a",
                  () -> {
                    asked.close();
                    return page.receive();
                  });
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      all.add(
          new Blocked(
              "follower",
              "singleflight wait",
              () -> {
                asked.receive();
                pages.run("a", () -> "too late");
              },
              () -> page.send("text")));
    }

    private static void addGroups(List<Blocked> all) throws InterruptedException {
      ErrGroup jobs = ErrGroup.create().named("jobs");
      Channel<String> end = Channel.make();
      jobs.go(() -> end.receive());
      all.add(new Blocked("group", "errgroup wait", () -> jobs.await(), () -> end.close()));
      ErrGroup limited = ErrGroup.create().named("jobs");
      limited.limit(1);
      Channel<String> first = Channel.make();
      Channel<String> second = Channel.make();
      limited.go(() -> first.receive());
      all.add(
          new Blocked(
              "go", "errgroup go", () -> limited.go(() -> second.receive()), () -> first.close()));
    }
  }
}
