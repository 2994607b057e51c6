package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.ORIGIN;
import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which threads belong to a bubble, and from where one can be run. */
@ExtendWith(LeakCheck.class)
class BubbleThreadsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  @Spec("SYNCTEST-01")
  void anEmptyBodyAndOneThatOnlyComputes() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Bubble.run(() -> {});
    Bubble.run(runs::incrementAndGet);
    assertThat(runs).hasValue(1);
  }

  @Test
  @Spec("SYNCTEST-01")
  @SuppressWarnings("NullAway") // null arguments
  void itsArguments() {
    assertThatThrownBy(() -> Bubble.run(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> Bubble.run(null, () -> {}))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("options");
    Thread.currentThread().interrupt();
    AtomicBoolean ran = new AtomicBoolean();
    assertThatThrownBy(() -> Bubble.run(() -> ran.set(true)))
        .isExactlyInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(ran).isFalse();
  }

  @Test
  @Spec("SYNCTEST-01")
  void allThatTheLibraryStartsBelongsToIt() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    Bubble.run(
        () -> {
          Runnable look = () -> inside.addAndGet(Bubble.isInside() ? 1 : 1_000);
          look.run();
          Go.go(look::run);
          Go.go("named", () -> Go.go(look::run));
          WaitGroup group = new WaitGroup();
          group.go(look::run);
          try (ErrGroup tasks = ErrGroup.create()) {
            tasks.go(look::run);
            tasks.submit(
                () -> {
                  look.run();
                  return 1;
                });
            tasks.await();
          }
          Goroutines.factory("factory").newThread(look).start();
          try (ExecutorService executor =
              Executors.newThreadPerTaskExecutor(Goroutines.factory("executor"))) {
            executor.submit(look).get();
          }
          group.await();
        });
    assertThat(inside).hasValue(8);
    assertThat(Bubble.isInside()).isFalse();
  }

  /** It returns when the last has ended, also those that were started last. */
  @Test
  @Spec("SYNCTEST-01")
  void itReturnsWhenAllHaveEnded() throws Exception {
    for (int round = 0; round < 100; round++) {
      AtomicInteger ended = new AtomicInteger();
      Bubble.run(
          () -> {
            for (int i = 0; i < 10; i++) {
              Go.go(
                  () ->
                      Go.go(
                          () -> {
                            Thread.yield();
                            ended.incrementAndGet();
                          }));
            }
          });
      assertThat(ended).hasValue(10);
    }
  }

  @EveryThreadKind
  @Spec("SYNCTEST-01")
  void anyThreadMayRunOne(ThreadKind kind) {
    Attempt<Duration> attempt =
        kind.attempt(
            "runner",
            () -> {
              AtomicReference<Duration> end = new AtomicReference<>();
              Bubble.run(
                  () -> {
                    Go.sleep(HOUR);
                    end.set(elapsed());
                  });
              return end.get();
            });
    assertThat(attempt.result()).isEqualTo(HOUR);
  }

  @Test
  @Spec("SYNCTEST-01")
  void fromWithinExecutorsManyAtOnce() throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<Duration>> results = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        Duration length = Duration.ofMinutes(i);
        results.add(
            executor.submit(
                () -> {
                  AtomicReference<Duration> end = new AtomicReference<>();
                  Bubble.run(
                      () -> {
                        Channel<Integer> channel = Channel.make();
                        Go.go(
                            () -> {
                              Go.sleep(length);
                              channel.send(1);
                            });
                        channel.receive();
                        end.set(elapsed());
                      });
                  return end.get();
                }));
      }
      for (int i = 1; i <= 100; i++) {
        assertThat(results.get(i - 1).get()).isEqualTo(Duration.ofMinutes(i));
      }
    }
  }

  /** Each has its own time, whatever that of the other is at the moment. */
  @Test
  @Spec({"SYNCTEST-01", "SYNCTEST-02"})
  void twoAtTheSameTime() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    List<Attempt<Void>> runs = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      Duration step = HOUR.multipliedBy(i);
      runs.add(
          ThreadKind.PLATFORM.attempt(
              "bubble of " + step,
              () ->
                  Bubble.run(
                      () -> {
                        for (int round = 1; round <= 50; round++) {
                          Go.sleep(step);
                          barrier.await(); // a wait of the JDK
                          assertThat(elapsed()).isEqualTo(step.multipliedBy(round));
                        }
                      })));
    }
    runs.forEach(run -> assertThat(run.result()).isNull());
  }

  @Test
  @Spec({"SYNCTEST-16", "SYNCTEST-17"})
  void noBubbleWithinABubble() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    Bubble.run(
        () -> {
          Thread child =
              Go.go(
                  "child",
                  () -> {
                    assertThatThrownBy(() -> Bubble.run(() -> {}))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(
                            "a bubble within a bubble: goroutine \"child\" is in bubble-");
                    refused.incrementAndGet();
                  });
          assertThatThrownBy(() -> Bubble.run(BubbleOptions.defaults(), () -> {}))
              .isExactlyInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("a bubble within a bubble: ");
          assertThat(child.getName()).isEqualTo("child");
          Go.sleep(SECOND);
          assertThat(elapsed()).isEqualTo(SECOND);
        });
    assertThat(refused).hasValue(1);
  }

  /** A thread of the JDK is in no bubble: it may run one of its own, which is another. */
  @Test
  @Spec("SYNCTEST-17")
  void aThreadOfTheJdkThatWasStartedInsideMayRunAnother() throws Exception {
    AtomicReference<Duration> ofOther = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Bubble.run(
        () -> {
          Go.sleep(SECOND);
          Thread other =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          Bubble.run(
                              () -> {
                                Go.sleep(HOUR);
                                ofOther.set(elapsed());
                              });
                        } catch (Throwable t) {
                          failure.set(t);
                        }
                      });
          other.join();
          assertThat(elapsed()).isEqualTo(SECOND);
        });
    assertThat(failure).hasNullValue();
    assertThat(ofOther).hasValue(HOUR);
  }

  @EveryThreadKind
  @Spec("SYNCTEST-01")
  void anInterruptOfTheRunEndsTheBubble(ThreadKind kind) {
    CountDownLatch started = new CountDownLatch(2);
    List<Thread> goroutines = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger unwound = new AtomicInteger();
    Attempt<Void> run =
        kind.attempt(
            "runner",
            () ->
                Bubble.run(
                    () -> {
                      Channel<Integer> channel = Channel.make();
                      goroutines.add(Thread.currentThread());
                      goroutines.add(
                          Go.go(
                              () -> {
                                started.countDown();
                                try {
                                  channel.receive();
                                } finally {
                                  unwound.incrementAndGet();
                                }
                              }));
                      started.countDown();
                      try {
                        new CountDownLatch(1).await(); // a wait of the JDK
                      } finally {
                        unwound.incrementAndGet();
                      }
                    }));
    Await.until("started", () -> started.getCount() == 0);
    run.interrupt();
    assertThat(run.failure()).isExactlyInstanceOf(InterruptedException.class);
    goroutines.forEach(Await::ended);
    assertThat(unwound).hasValue(2);
    assertThat(run.leftInterrupted()).isFalse();
  }

  private static final Mutex SHARED = new Mutex();
  private static final Supplier<Channel<Integer>> LAZY =
      new Supplier<>() {
        private final AtomicReference<Channel<Integer>> made = new AtomicReference<>();

        @Override
        public Channel<Integer> get() {
          made.compareAndSet(null, Channel.make("lazy", 1));
          return Objects.requireNonNull(made.get());
        }
      };

  /** What is made outside serves all bubbles. */
  @Test
  @Spec("SYNCTEST-05")
  void aStaticThatWasMadeOutsideServesAll() throws Exception {
    for (int i = 0; i < 3; i++) {
      Bubble.run(
          () -> {
            for (int j = 0; j < 10; j++) {
              Go.go(
                  () -> {
                    SHARED.lock();
                    try {
                      Thread.yield();
                    } finally {
                      SHARED.unlock();
                    }
                  });
            }
          });
    }
    SHARED.lock();
    SHARED.unlock();
  }

  /** What the first bubble sets up lazily is its own: the next is told what to do about it. */
  @Test
  @Spec("SYNCTEST-11")
  void aStaticThatWasMadeInsideIsOfThatBubble() throws Exception {
    Bubble.run(() -> LAZY.get().send(1));
    assertThatThrownBy(() -> Bubble.run(() -> LAZY.get().receive()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("receive on lazy(length=1, capacity=1) from outside its bubble")
        .hasMessageContaining("make it outside");
    assertThatThrownBy(() -> LAZY.get().receive()).isExactlyInstanceOf(IllegalStateException.class);
  }

  private static final class StartedInside {
    static final Channel<Integer> CHANNEL = Channel.make("constant", 2);
  }

  /** Whoever needs a class first: what its initializer makes is for all. */
  @Test
  @Spec("SYNCTEST-05")
  void aStaticThatAnInitializerMakesServesAll() throws Exception {
    Bubble.run(() -> StartedInside.CHANNEL.send(1));
    Bubble.run(() -> StartedInside.CHANNEL.send(2));
    assertThat(StartedInside.CHANNEL.receive()).isEqualTo(1);
  }

  @Test
  void patienceIsPositive() {
    BubbleOptions options = BubbleOptions.defaults();
    assertThatThrownBy(() -> options.patience(Duration.ZERO))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("patience is not positive: PT0S");
  }

  @Test
  @Spec("SYNCTEST-02")
  void theStartsOfMany() throws Exception {
    AtomicInteger right = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      Bubble.run(
          () -> {
            if (Bubble.now().equals(ORIGIN)) {
              right.incrementAndGet();
            }
            Go.sleep(HOUR);
          });
    }
    assertThat(right).hasValue(200);
  }
}
