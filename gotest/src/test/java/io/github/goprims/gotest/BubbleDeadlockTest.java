package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bubbles that can't go on. */
class BubbleDeadlockTest {

  private static final String ALL = "deadlock: all goroutines in bubble are blocked";
  private static final String REMAIN =
      "deadlock: main bubble goroutine has exited but blocked goroutines remain";

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static BubbleDeadlockError deadlockOf(Task body) {
    Throwable thrown = catchThrowable(() -> Bubble.run(body));
    assertThat(thrown).isExactlyInstanceOf(BubbleDeadlockError.class);
    return (BubbleDeadlockError) thrown;
  }

  @Test
  @Spec("SYNCTEST-09")
  void theRootAlone() {
    assertThat(deadlockOf(() -> Select.create().await())).hasMessageStartingWith(ALL);
    assertThat(deadlockOf(() -> Channel.nil().receive())).hasMessageStartingWith(ALL);
    assertThat(deadlockOf(() -> Channel.make().receive())).hasMessageStartingWith(ALL);
  }

  @Test
  @Spec("SYNCTEST-09")
  void aLoopThatNeverEndsComesToTheEndOfTime() {
    Duration days = Duration.ofDays(100);
    assertThat(
            deadlockOf(
                () -> {
                  while (true) {
                    Go.sleep(days);
                  }
                }))
        .hasMessageMatching(
            "(?s)"
                + ALL
                + "\nits time has come to 229[12]-.*Z, and ends in 2292: .* a loop that never ends,.*"
                + "sleep, for 0 ms of bubble time\n.*");
    assertThat(
            deadlockOf(
                () -> {
                  for (Instant now : Ticker.make(days).channel()) {
                    assertThat(now).isAfter("2000-01-01T00:00:00Z");
                  }
                }))
        .hasMessageContaining("or a ticker that nobody stops");
  }

  /**
   * It says of each goroutine its name, what it waits for and since when, its stack, its origin.
   */
  @Test
  @Spec("SYNCTEST-09")
  void theReportNamesAllAndWhatTheyWaitFor() {
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Mutex accounts = new Mutex().named("accounts");
              Channel<Integer> orders = Channel.make("orders", 0);
              Go.go(
                  "cook",
                  () -> {
                    accounts.lock();
                    orders.receive();
                  });
              Go.go(
                  "waiter",
                  () -> {
                    Go.sleep(Duration.ofHours(1));
                    accounts.lock();
                    orders.send(1);
                  });
              WaitGroup guests = new WaitGroup().named("guests");
              guests.add(1);
              guests.await();
            });
    assertThat(error)
        .hasMessageStartingWith(ALL)
        .hasMessageContainingAll(
            "\"cook\"",
            "chan receive",
            "orders(",
            "for 1 h 0 min of bubble time",
            "\"waiter\"",
            "sync.Mutex.Lock",
            "accounts(",
            "sync.WaitGroup.Wait",
            "guests(",
            "BubbleDeadlockTest",
            "created at");
  }

  /** What has gone well before does not count. */
  @Test
  @Spec("SYNCTEST-09")
  void afterADay() {
    AtomicInteger ticks = new AtomicInteger();
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Ticker ticker = Ticker.make(Duration.ofHours(1));
              for (int i = 0; i < 24; i++) {
                ticker.channel().receive();
                ticks.incrementAndGet();
              }
              ticker.stop();
              ticker.channel().receive();
            });
    assertThat(error).hasMessageStartingWith(ALL);
    assertThat(ticks).hasValue(24);
  }

  /** A ticker that nobody waits for is nothing that comes. */
  @Test
  @Spec("SYNCTEST-09")
  void timersThatNobodyWaitsForAreNoWayOut() {
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Ticker ticker = Ticker.make(SECOND);
              Timer timer = Timer.make(SECOND);
              Channel.make().receive();
              ticker.stop();
              timer.stop();
            });
    assertThat(error).hasMessageStartingWith(ALL);
  }

  @Test
  @Spec("SYNCTEST-10")
  void aChildThatStaysBlocked() {
    BubbleDeadlockError error =
        deadlockOf(() -> Go.go("forgotten", () -> Channel.make().receive()));
    assertThat(error)
        .hasMessageStartingWith(REMAIN)
        .hasMessageContainingAll("\"forgotten\"", "chan receive", "created at");
  }

  @Test
  @Spec("SYNCTEST-10")
  void timeStopsWithTheRoot() {
    AtomicBoolean ran = new AtomicBoolean();
    List<Task> waits =
        List.of(
            () -> Ticker.make(SECOND).channel().receive(),
            () -> Go.sleep(SECOND),
            () -> Timer.make(SECOND).channel().receive(),
            () -> Channel.make().receive(SECOND),
            () -> Context.background().withTimeout(SECOND).done().receive());
    for (Task wait : waits) {
      BubbleDeadlockError error =
          deadlockOf(
              () ->
                  Go.go(
                      () -> {
                        wait.run();
                        ran.set(true);
                      }));
      assertThat(error).hasMessageStartingWith(REMAIN);
    }
    assertThat(ran).isFalse();
  }

  /** Nobody waits for it: it is dropped with the bubble, and no deadlock. */
  @Test
  @Spec("SYNCTEST-10")
  void functionsThatAreNotDueNeverRun() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    Bubble.run(
        () -> {
          Timer.afterFunc(SECOND, () -> ran.set(true));
          Context.background().withTimeout(SECOND).afterFunc(() -> ran.set(true));
        });
    assertThat(ran).isFalse();
  }

  /** What needs no time goes on after the root has ended. */
  @Test
  @Spec({"SYNCTEST-01", "SYNCTEST-10"})
  void thoseThatCanEndWithoutTimeDo() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    Bubble.run(
        () -> {
          Channel<Integer> ring = Channel.make();
          for (int i = 0; i < 10; i++) {
            Go.go(
                () -> {
                  ring.forEachReceived(value -> {});
                  ended.incrementAndGet();
                });
          }
          Go.go(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  ring.send(i);
                }
                ring.close();
              });
          Timer.afterFunc(Duration.ZERO, () -> ended.incrementAndGet());
        });
    assertThat(ended).hasValue(11);
  }

  /** Their stacks are unwound: what is to be done at the end is done, and no thread stays. */
  @Test
  @Spec("SYNCTEST-09")
  void blockedGoroutinesAreUnwound() {
    List<String> cleaned = new CopyOnWriteArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    deadlockOf(
        () -> {
          for (int i = 0; i < 50; i++) {
            String name = "goroutine " + i;
            threads.add(
                Go.go(
                    () -> {
                      Mutex mutex = new Mutex();
                      try (var held = mutex.hold()) {
                        Channel.make().receive();
                        assertThat(held).isNotNull();
                      } catch (Exception e) {
                        cleaned.add("caught " + e);
                      } finally {
                        cleaned.add(name);
                      }
                    }));
          }
          threads.add(Thread.currentThread());
          Channel.make().receive();
        });
    threads.forEach(Await::ended);
    assertThat(cleaned).hasSize(50).doesNotHaveDuplicates().allMatch(s -> s.startsWith("gor"));
  }

  /** What comes of the unwinding is not what was wrong. */
  @Test
  @Spec("SYNCTEST-09")
  void whatGoroutinesThrowAtTheEndIsNotTheFailure() {
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Go.go(
                  () -> {
                    try {
                      Channel.make().receive();
                    } catch (Throwable t) {
                      throw new IllegalStateException("wrapped", t);
                    }
                  });
              try {
                Channel.make().receive();
              } finally {
                throwIt(new AssertionError("of the root"));
              }
            });
    assertThat(error).hasMessageStartingWith(ALL);
  }

  private static void throwIt(Error error) {
    throw error;
  }

  /** Whoever catches all and goes on is let go of in the end, and told. */
  @Test
  @Spec("SYNCTEST-09")
  void aGoroutineThatCatchesEverythingEnds() {
    AtomicInteger caught = new AtomicInteger();
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Go.go(
                  "stubborn",
                  () -> {
                    Channel<Integer> channel = Channel.make();
                    while (caught.get() < 100) {
                      try {
                        channel.receive();
                      } catch (Throwable t) {
                        caught.incrementAndGet();
                      }
                    }
                  });
              Channel.make().receive();
            });
    assertThat(error).hasMessageStartingWith(ALL);
    assertThat(caught).hasValue(100);
  }

  @Test
  @Spec("SYNCTEST-09")
  void aGoroutineThatNeverEndsIsLeftBehindAndNamed() {
    AtomicBoolean stop = new AtomicBoolean();
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Go.go(
                  "immortal",
                  () -> {
                    Channel<Integer> channel = Channel.make();
                    while (!stop.get()) {
                      try {
                        channel.receive();
                      } catch (Throwable t) {
                        // Again.
                      }
                    }
                  });
              Channel.make().receive();
            });
    stop.set(true);
    assertThat(error).hasMessageStartingWith(ALL).hasMessageContaining("\"immortal\"");
  }

  /** Ten thousand that are blocked take no long time to be ended. */
  @Test
  @Spec("SYNCTEST-09")
  void manyBlockedGoroutines() {
    AtomicInteger unwound = new AtomicInteger();
    BubbleDeadlockError error =
        deadlockOf(
            () -> {
              Channel<Integer> channel = Channel.make();
              for (int i = 0; i < 10_000; i++) {
                Go.go(
                    () -> {
                      try {
                        channel.receive();
                      } finally {
                        unwound.incrementAndGet();
                      }
                    });
              }
              channel.iterator().hasNext();
            });
    assertThat(error).hasMessageStartingWith(ALL);
    assertThat(unwound).hasValue(10_000);
  }

  /** A deadlock in one bubble is none of another's. */
  @Test
  @Spec("SYNCTEST-09")
  void theNextBubbleIsAsNew() throws Exception {
    for (int i = 0; i < 20; i++) {
      deadlockOf(() -> Channel.make().receive());
      Bubble.run(() -> Go.sleep(SECOND));
    }
    assertThatThrownBy(Bubble::now).isInstanceOf(IllegalStateException.class);
  }
}
