package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Gauges;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be read of the primitives of this package that have a name. */
@ExtendWith(LeakCheck.class)
class SyncGaugesTest {

  /** The numbers of those of this kind and name. */
  private static String gauge(String kind, String name) {
    return Gauges.read().stream()
        .filter(reading -> reading.kind().equals(kind) && reading.name().equals(name))
        .map(reading -> reading.values().toString().replace("instances=1, ", ""))
        .findFirst()
        .orElse("none");
  }

  @EveryThreadKind
  void aMutexTellsWhetherItIsLockedAndHowManyWait(ThreadKind kind) {
    String name = "g-mutex-" + kind;
    Mutex mutex = new Mutex();
    assertThat(gauge("mutex", name)).isEqualTo("none");
    mutex.named(name);
    assertThat(gauge("mutex", name)).isEqualTo("{locked=0, waiters=0}");
    mutex.lock();
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      waiters.add(
          kind.attempt(
                  "waiter",
                  () -> {
                    mutex.lock();
                    mutex.unlock();
                  })
              .awaitBlocked("sync.Mutex.Lock"));
      assertThat(gauge("mutex", name)).isEqualTo("{locked=1, waiters=" + i + "}");
    }
    mutex.unlock();
    assertThat(waiters).noneMatch(Attempt::failed);
    assertThat(gauge("mutex", name)).isEqualTo("{locked=0, waiters=0}");
  }

  @EveryThreadKind
  void anRWMutexTellsOfReadersAndWriters(ThreadKind kind) {
    String name = "g-rwmutex-" + kind;
    RWMutex mutex = new RWMutex().named(name);
    mutex.rLock();
    mutex.rLock();
    assertThat(gauge("rwmutex", name)).isEqualTo("{locked=0, readers=2, waiters=0}");
    Attempt<Void> writer =
        kind.attempt("writer", () -> mutex.lock()).awaitBlocked("sync.RWMutex.Lock");
    Attempt<Void> reader =
        kind.attempt("reader", () -> mutex.rLock()).awaitBlocked("sync.RWMutex.RLock");
    assertThat(gauge("rwmutex", name)).isEqualTo("{locked=0, readers=2, waiters=2}");
    mutex.rUnlock();
    mutex.rUnlock();
    assertThat(writer.failed()).isFalse();
    assertThat(gauge("rwmutex", name)).isEqualTo("{locked=1, readers=0, waiters=1}");
    assertThat(gauge("mutex", name)).as("its inner lock").isEqualTo("none");
    mutex.unlock();
    assertThat(reader.failed()).isFalse();
    assertThat(gauge("rwmutex", name)).isEqualTo("{locked=0, readers=1, waiters=0}");
    mutex.rUnlock();
  }

  @EveryThreadKind
  void aWaitGroupTellsItsCount(ThreadKind kind) {
    String name = "g-group-" + kind;
    WaitGroup group = new WaitGroup().named(name);
    group.add(3);
    Attempt<Void> waiter =
        kind.attempt("waiter", () -> group.await()).awaitBlocked("sync.WaitGroup.Wait");
    assertThat(gauge("waitgroup", name)).isEqualTo("{count=3, waiters=1}");
    group.add(-3);
    assertThat(waiter.failed()).isFalse();
    assertThat(gauge("waitgroup", name)).isEqualTo("{count=0, waiters=0}");
  }

  @EveryThreadKind
  void aCondTellsHowManyWait(ThreadKind kind) {
    String name = "g-cond-" + kind;
    Mutex mutex = new Mutex();
    Cond cond = Cond.on(mutex).named(name);
    List<Attempt<Void>> waiters = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      waiters.add(
          kind.attempt(
                  "waiter",
                  () -> {
                    mutex.lock();
                    try {
                      cond.await();
                    } finally {
                      mutex.unlock();
                    }
                  })
              .awaitBlocked("sync.Cond.Wait"));
      assertThat(gauge("cond", name)).isEqualTo("{waiters=" + i + "}");
    }
    cond.signal();
    assertThat(gauge("cond", name)).isEqualTo("{waiters=2}");
    cond.broadcast();
    assertThat(gauge("cond", name)).isEqualTo("{waiters=0}");
    assertThat(waiters).noneMatch(Attempt::failed);
  }

  @EveryThreadKind
  void aSemaphoreTellsItsUse(ThreadKind kind) throws Exception {
    String name = "g-semaphore-" + kind;
    WeightedSemaphore semaphore = WeightedSemaphore.of(10).named(name);
    semaphore.acquire(7);
    assertThat(gauge("semaphore", name)).isEqualTo("{size=10, free=3, waiters=0}");
    Attempt<Void> waiter =
        kind.attempt("waiter", () -> semaphore.acquire(4)).awaitBlocked("semaphore acquire");
    assertThat(gauge("semaphore", name)).isEqualTo("{size=10, free=3, waiters=1}");
    semaphore.release(7);
    assertThat(waiter.failed()).isFalse();
    assertThat(gauge("semaphore", name)).isEqualTo("{size=10, free=6, waiters=0}");
  }

  @EveryThreadKind
  void anErrGroupTellsWhatRunsAndWhatWaitsForAPlace(ThreadKind kind) throws Exception {
    String name = "g-errgroup-" + kind;
    Channel<Void> end = Channel.make();
    ErrGroup group = ErrGroup.create().named(name).limit(2);
    group.go(end::receive);
    group.go(end::receive);
    Attempt<Void> third =
        kind.attempt(
                "third",
                () -> {
                  group.go(end::receive);
                })
            .awaitBlocked("errgroup go");
    assertThat(gauge("errgroup", name)).isEqualTo("{running=2, waiters=1}");
    end.close();
    assertThat(third.failed()).isFalse();
    group.await();
    assertThat(gauge("errgroup", name)).isEqualTo("{running=0, waiters=0}");
  }

  @EveryThreadKind
  void aSingleFlightTellsWhatRuns(ThreadKind kind) throws Exception {
    String name = "g-flights-" + kind;
    Channel<Integer> end = Channel.make();
    SingleFlight<String, Integer> flights = new SingleFlight<String, Integer>().named(name);
    Attempt<SingleFlight.Result<Integer>> leader =
        kind.attempt("leader", () -> flights.run("a", () -> end.receive()))
            .awaitBlocked("chan receive");
    assertThat(gauge("singleflight", name)).isEqualTo("{running=1}");
    end.send(1);
    assertThat(leader.result().value()).isEqualTo(1);
    assertThat(gauge("singleflight", name)).isEqualTo("{running=0}");
  }

  @Test
  void aNameKeepsNothingAlive() {
    List<WeakReference<Object>> dropped =
        List.of(
            new WeakReference<>(new Mutex().named("g-dropped")),
            new WeakReference<>(new RWMutex().named("g-dropped")),
            new WeakReference<>(new WaitGroup().named("g-dropped")),
            new WeakReference<>(Cond.on(new Mutex()).named("g-dropped")),
            new WeakReference<>(WeightedSemaphore.of(1).named("g-dropped")),
            new WeakReference<>(ErrGroup.create().named("g-dropped")),
            new WeakReference<>(new SingleFlight<String, String>().named("g-dropped")));
    Mutex kept = new Mutex().named("g-kept");
    Await.until(
        "collected",
        () -> {
          System.gc();
          return dropped.stream().allMatch(reference -> reference.refersTo(null));
        });
    assertThat(Gauges.read())
        .extracting(Gauges.Reading::name)
        .contains("g-kept")
        .doesNotContain("g-dropped");
    Reference.reachabilityFence(kept);
  }
}
