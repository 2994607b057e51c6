package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gocontext.Key;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** A wait with a context whose done is null ends by what it waits for, and by nothing else. */
@ExtendWith(LeakCheck.class)
class EndlessContextTest {

  private static final class Endless implements Context {
    @Override
    public @Nullable Instant deadline() {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // as users may write it, and Go does
    public ReceiveChannel<Void> done() {
      return null;
    }

    @Override
    public @Nullable ContextDoneException err() {
      return null;
    }

    @Override
    public <V> @Nullable V value(Key<V> key) {
      return null;
    }
  }

  private final Context endless = new Endless();

  @EveryThreadKind
  @Spec("CTX-52")
  void locksAreTakenWhenTheyAreFree(ThreadKind kind) throws Exception {
    Mutex mutex = new Mutex();
    mutex.lock(endless);
    Attempt<Void> locker = kind.attempt("locker", () -> mutex.lock(endless));
    locker.awaitBlocked("sync.Mutex.Lock");
    mutex.unlock();
    locker.result();
    assertThat(mutex.tryLock()).isFalse();
  }

  @EveryThreadKind
  @Spec("CTX-52")
  void readersAndWritersGetTheirTurns(ThreadKind kind) throws Exception {
    RWMutex mutex = new RWMutex();
    mutex.lock(endless);
    Attempt<Void> reader = kind.attempt("reader", () -> mutex.rLock(endless));
    reader.awaitBlocked("sync.RWMutex.RLock");
    mutex.unlock();
    reader.result();
    Attempt<Void> writer = kind.attempt("writer", () -> mutex.lock(endless));
    writer.awaitBlocked("sync.RWMutex.Lock");
    mutex.rUnlock();
    writer.result();
    assertThat(mutex.tryRLock()).isFalse();
  }

  @EveryThreadKind
  @Spec("CTX-52")
  void signalsEndWaits(ThreadKind kind) throws Exception {
    Mutex mutex = new Mutex();
    Cond cond = Cond.on(mutex);
    Attempt<Void> waiter =
        kind.attempt(
            "waiter",
            () -> {
              mutex.lock();
              cond.await(endless);
              mutex.unlock();
            });
    waiter.awaitBlocked("sync.Cond.Wait");
    cond.signal();
    waiter.result();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec("CTX-52")
  void groupsThatAreDoneEndWaits(ThreadKind kind) throws Exception {
    WaitGroup group = new WaitGroup();
    group.add(1);
    Attempt<Void> waiter = kind.attempt("waiter", () -> group.await(endless));
    waiter.awaitBlocked("sync.WaitGroup.Wait");
    group.done();
    waiter.result();
    assertThat(group).asString().endsWith("(count=0, waiting=0)");
  }

  @EveryThreadKind
  @Spec("CTX-52")
  void weightIsAcquiredWhenItIsFree(ThreadKind kind) throws Exception {
    WeightedSemaphore semaphore = WeightedSemaphore.of(2);
    semaphore.acquire(endless, 2);
    Attempt<Void> waiter = kind.attempt("waiter", () -> semaphore.acquire(endless, 1));
    waiter.awaitBlocked("semaphore acquire");
    semaphore.release(2);
    waiter.result();
    assertThat(semaphore).asString().endsWith("(free=1, size=2)");
  }

  @EveryThreadKind
  @Spec("CTX-52")
  void placesThatBecomeFreeEndWaits(ThreadKind kind) throws Exception {
    ErrGroup group = ErrGroup.withContext(endless).limit(1);
    Channel<Integer> gate = Channel.make();
    group.go(gate::receive);
    Attempt<Boolean> goer = kind.attempt("goer", () -> group.go(() -> {}));
    goer.awaitBlocked("errgroup go");
    gate.close();
    assertThat(goer.result()).isTrue();
    group.await();
  }

  @EveryThreadKind
  @Spec("CTX-52")
  void resultsEndTheWaitsOfFollowers(ThreadKind kind) throws Exception {
    SingleFlight<String, String> flights = new SingleFlight<>();
    Channel<String> gate = Channel.make();
    Attempt<Object> leader = kind.attempt("leader", () -> flights.run(endless, "a", gate::receive));
    leader.awaitBlocked("chan receive");
    Attempt<Object> follower =
        kind.attempt("follower", () -> flights.run(endless, "a", gate::receive));
    follower.awaitBlocked("singleflight wait");
    gate.send("value");
    assertThat(follower.result()).isSameAs(leader.result());
  }
}
