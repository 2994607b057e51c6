package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.waiting.SettleTask;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.SingleFlight;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the goroutines of a bubble end that is over, and what they leave to those outside. */
@ExtendWith(LeakCheck.class)
class BubbleOverTest {

  static final BubbleOptions IMPATIENT = BubbleOptions.defaults().patience(Duration.ofMillis(200));

  /**
   * What is made outside, and taken by a thread there.
   *
   * @param shared shows who waits for it
   * @param waits what goroutines of a bubble do
   * @param works gives it back outside, and then uses it as if there had been no bubble
   */
  private record Outside(Object shared, Task waits, Task works) {}

  private static Arguments outside(String name, Supplier<Outside> maker) {
    return Arguments.of(name, maker);
  }

  static Stream<Arguments> madeOutside() {
    return Stream.of(
        outside(
            "Mutex",
            () -> {
              Mutex mutex = new Mutex().named("shared");
              mutex.lock();
              return new Outside(mutex, mutex::lock, () -> handOver(mutex::lock, mutex::unlock));
            }),
        outside(
            "RWMutex, reader",
            () -> {
              RWMutex both = new RWMutex().named("shared");
              both.lock();
              return new Outside(both, both::rLock, () -> handOver(both::lock, both::unlock));
            }),
        outside(
            "RWMutex, writer",
            () -> {
              RWMutex both = new RWMutex().named("shared");
              both.rLock();
              return new Outside(
                  both,
                  both::lock,
                  () -> {
                    both.rLock();
                    both.rUnlock();
                    both.rUnlock();
                    both.lock();
                    handOver(both::lock, both::unlock);
                  });
            }),
        outside(
            "WaitGroup",
            () -> {
              WaitGroup group = new WaitGroup().named("shared");
              group.add(1);
              return new Outside(
                  group,
                  group::await,
                  () -> {
                    group.done();
                    group.add(1);
                    group.done();
                    group.await();
                  });
            }),
        outside(
            "Cond",
            () -> {
              Mutex mutex = new Mutex();
              Cond cond = Cond.on(mutex);
              return new Outside(
                  mutex, () -> awaitHolding(mutex, cond), () -> signalOne(mutex, cond));
            }),
        outside(
            "WeightedSemaphore",
            () -> {
              WeightedSemaphore semaphore = WeightedSemaphore.of(2).named("shared");
              semaphore.tryAcquire(1);
              return new Outside(
                  semaphore,
                  () -> semaphore.acquire(2),
                  () -> {
                    assertThat(semaphore.tryAcquire(1)).isTrue();
                    handOver(() -> semaphore.acquire(2), () -> semaphore.release(2));
                  });
            }),
        outside(
            "ErrGroup at its limit",
            () -> {
              Channel<Integer> gate = Channel.make();
              ErrGroup group = ErrGroup.create().limit(1).named("shared");
              group.tryGo(gate::receive);
              return new Outside(
                  group,
                  () -> group.go(() -> {}),
                  () -> {
                    gate.close();
                    assertThat(group.go(() -> {})).isTrue();
                    group.await();
                  });
            }),
        outside(
            "receive",
            () -> {
              Channel<Integer> channel = Channel.make("shared", 0);
              return new Outside(channel, channel::receive, () -> passOne(channel));
            }),
        outside(
            "send",
            () -> {
              Channel<Integer> channel = Channel.make("shared", 0);
              return new Outside(channel, () -> channel.send(7), () -> passOne(channel));
            }),
        outside(
            "send to a full buffer",
            () -> {
              Channel<Integer> channel = Channel.make("shared", 1);
              channel.trySend(1);
              return new Outside(
                  channel,
                  () -> channel.send(7),
                  () -> {
                    assertThat(channel.tryReceive()).isEqualTo(1);
                    passOne(channel);
                  });
            }),
        outside(
            "select",
            () -> {
              Channel<Integer> channel = Channel.make("shared", 0);
              return new Outside(
                  channel,
                  () ->
                      Select.first(
                          Select.receiveThen(channel, value -> {}),
                          Select.receiveThen(Channel.<Integer>make(), value -> {})),
                  () -> passOne(channel));
            }));
  }

  /** The calling thread has it: another waits for it, gets it, and gives it back. */
  private static void handOver(Task take, Task giveBack) throws Exception {
    Attempt<Void> next =
        ThreadKind.PLATFORM.attempt(
            "next",
            () -> {
              take.run();
              giveBack.run();
            });
    giveBack.run();
    next.result();
    take.run();
    giveBack.run();
  }

  private static void awaitHolding(Mutex mutex, Cond cond) throws InterruptedException {
    mutex.lock();
    try {
      cond.await();
    } finally {
      mutex.unlock();
    }
  }

  /** One signal is for one that waits now. */
  private static void signalOne(Mutex mutex, Cond cond) {
    Attempt<Void> waits =
        ThreadKind.PLATFORM
            .attempt("waits", () -> awaitHolding(mutex, cond))
            .awaitBlocked("sync.Cond.Wait");
    cond.signal();
    waits.result();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
  }

  /** Nobody is there to take a value, nor to send one, but those who come now. */
  private static void passOne(Channel<Integer> channel) throws InterruptedException {
    assertThat(channel.tryReceive()).isNull();
    Attempt<Integer> receiver = ThreadKind.PLATFORM.attempt("receiver", () -> channel.receive());
    channel.send(2);
    assertThat(receiver.result()).isEqualTo(2);
    assertThat(channel.tryReceive()).isNull();
  }

  /**
   * They leave each line that they stand in: those outside go on as if there had been no bubble.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("madeOutside")
  @Spec({"SYNCTEST-05", "SYNCTEST-09"})
  void waitsThatAreEndedLeaveNothingBehind(String name, Supplier<Outside> maker) throws Exception {
    Outside outside = maker.get();
    String before = outside.shared.toString();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    IMPATIENT,
                    () -> {
                      Go.go(outside.waits);
                      Go.go(outside.waits);
                      outside.waits.run();
                    }))
        .as(name)
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageNotContaining("left behind");
    assertThat(outside.shared).hasToString(before);
    outside.works.run();
  }

  @Test
  @Spec({"SYNCTEST-05", "SYNCTEST-09"})
  void aFlightFromOutsideForgetsTheFollowersThatAreEnded() {
    SingleFlight<String, Integer> flights = new SingleFlight<>();
    Channel<Integer> landing = Channel.make();
    Attempt<Integer> leader =
        ThreadKind.PLATFORM
            .attempt("leader", () -> flights.run("key", landing::receive).value())
            .awaitBlocked("chan receive");
    assertThatThrownBy(() -> Bubble.run(IMPATIENT, () -> flights.run("key", () -> 7)))
        .isExactlyInstanceOf(BubbleStalledError.class);
    assertThat(landing.trySend(1)).isTrue();
    assertThat(leader.result()).isEqualTo(1);
    Attempt<Integer> next =
        ThreadKind.PLATFORM.attempt("next", () -> flights.run("key", () -> 2).value());
    assertThat(next.result()).isEqualTo(2);
  }

  /** What is on the stack gives back what it has taken: no use is refused. */
  @Test
  @Spec("SYNCTEST-09")
  void whatWasTakenOutsideIsGivenBack() {
    Mutex mutex = new Mutex();
    WaitGroup group = new WaitGroup();
    Channel<Integer> channel = Channel.make();
    group.add(1);
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      mutex.lock();
                      try {
                        Channel.make().receive();
                      } finally {
                        mutex.unlock();
                        group.done();
                        channel.close();
                      }
                    }))
        .isExactlyInstanceOf(BubbleDeadlockError.class);
    assertThat(mutex.tryLock()).isTrue();
    assertThat(group.count()).isZero();
    assertThat(channel.isClosed()).isTrue();
  }

  /** Else its finally clause would give back the lock of another thread. */
  @Test
  @Spec("SYNCTEST-09")
  void aWaitForAConditionTakesItsLockBackFirst() {
    Mutex mutex = new Mutex().named("shared");
    Cond cond = Cond.on(mutex);
    AtomicReference<Thread> waits = new AtomicReference<>();
    Attempt<Void> run =
        ThreadKind.PLATFORM.attempt(
            "run",
            () ->
                Bubble.run(
                    IMPATIENT,
                    () -> {
                      waits.set(Thread.currentThread());
                      awaitHolding(mutex, cond);
                    }));
    Await.until("the root is there", () -> waits.get() != null);
    Await.blocked(waits.get(), "sync.Cond.Wait");
    mutex.lock();
    Await.blocked(waits.get(), "sync.Mutex.Lock");
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();
    assertThat(run.failure()).isExactlyInstanceOf(BubbleStalledError.class);
    Await.until("given back", mutex::tryLock);
    mutex.unlock();
  }

  /** A thread in a wait of the JDK that the end of {@code context} interrupts. */
  private static Attempt<Void> callerIn(Context context) {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Attempt<Void> caller =
        ThreadKind.PLATFORM.attempt(
            "caller",
            () -> {
              context.call(
                  () -> {
                    began.countDown();
                    never.await();
                    return "never";
                  });
            });
    Await.until("the call", () -> began.getCount() == 0);
    return caller;
  }

  /** The end of a context that a goroutine brings about as it ends reaches those outside. */
  @Test
  @Spec("SYNCTEST-09")
  void aCancelAtTheEndInterruptsThoseOutside() {
    CancelableContext context = Context.background().withCancel();
    Attempt<Void> caller = callerIn(context);
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      try (context) {
                        Channel.make().receive();
                      }
                    }))
        .isExactlyInstanceOf(BubbleDeadlockError.class);
    assertThat(caller.failure()).isInstanceOf(CanceledException.class);
  }

  /** A wait that ends with a context, and holds up whoever ends that. */
  private static final class SlowEnd implements Task, SettleTask {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void run() {
      began.countDown();
      for (boolean over = false; !over; ) {
        try {
          goOn.await();
          over = true;
        } catch (InterruptedException e) {
          // Again.
        }
      }
    }

    @Override
    public Waiter waiter() {
      return new Waiter() {
        @Override
        public String reason() {
          return "slow end";
        }
      };
    }
  }

  /** A goroutine that waits for the cancel of another thread does its own part after it. */
  @Test
  @Spec("SYNCTEST-09")
  void aCancelThatMeetsAnotherIsCompleted() throws Exception {
    CancelableContext above = Context.background().withCancel();
    CancelableContext below = above.withCancel();
    SlowEnd slow = new SlowEnd();
    below.afterFunc(slow);
    Attempt<Void> caller = callerIn(above);
    Attempt<Void> canceler = ThreadKind.PLATFORM.attempt("canceler", () -> below.cancel());
    slow.began.await();
    Attempt<Void> run =
        ThreadKind.PLATFORM.attempt("run", () -> Bubble.run(IMPATIENT, above::cancel));
    assertThat(run.failure()).isExactlyInstanceOf(BubbleStalledError.class);
    slow.goOn.countDown();
    canceler.result();
    assertThat(caller.failure()).isInstanceOf(CanceledException.class);
  }
}
