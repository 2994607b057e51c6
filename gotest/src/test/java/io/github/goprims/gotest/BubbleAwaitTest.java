package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link Bubble#await} and {@link Bubble#sleep}. */
class BubbleAwaitTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  // Plain on purpose: that they are seen is what is tested.
  private int one;
  private int other;
  private boolean done;
  private @Nullable Channel<Integer> relay;

  @Test
  @Spec("SYNCTEST-06")
  void aloneItReturnsAtOnce() throws Exception {
    Bubble.run(
        () -> {
          Bubble.await();
          Bubble.await();
          Go.go(() -> {});
          Bubble.await();
          assertThat(elapsed()).isZero();
        });
  }

  /** One after the other starts the next, hands a number on, and ends. */
  @Test
  @Spec({"SYNCTEST-06", "SYNCTEST-20"})
  void itReturnsWhenAllOthersHaveEnded() throws Exception {
    Bubble.run(
        () -> {
          Channel<Integer> channel = Channel.make();
          relay = channel;
          Go.go(this::countDown);
          channel.send(100);
          Bubble.await();
          assertThat(done).isTrue();
          assertThat(elapsed()).isZero();
        });
  }

  /** Who asks the thread itself gets the same answer. */
  @Test
  @Spec({"SYNCTEST-01", "SYNCTEST-06"})
  void theirThreadsHaveEndedThen() throws Exception {
    List<Thread> last = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      last.clear();
      Bubble.run(
          () -> {
            Thread child = Go.go(() -> Go.sleep(SECOND));
            Bubble.sleep(SECOND);
            assertThat(child.isAlive()).isFalse();
            last.add(Thread.currentThread());
            last.add(Go.go(() -> {}));
          });
      assertThat(last).noneMatch(Thread::isAlive);
    }
  }

  private void countDown() throws InterruptedException {
    Channel<Integer> channel = Objects.requireNonNull(relay);
    int count = Objects.requireNonNull(channel.receive());
    if (count == 0) {
      done = true;
    } else {
      Go.go(this::countDown);
      channel.send(count - 1);
    }
  }

  @Test
  @Spec("SYNCTEST-06")
  void itReturnsWhenAllOthersAreDurablyBlocked() throws Exception {
    Bubble.run(
        () -> {
          AtomicInteger passed = new AtomicInteger();
          Mutex mutex = new Mutex();
          mutex.lock();
          Channel<Integer> channel = Channel.make();
          WaitGroup group = new WaitGroup();
          group.add(1);
          CancelableContext context = Context.background().withCancel();
          Task[] waits = {
            mutex::lock,
            channel::receive,
            group::await,
            () -> context.done().receive(),
            () -> Go.sleep(SECOND)
          };
          for (Task wait : waits) {
            Go.go(
                () -> {
                  passed.incrementAndGet();
                  wait.run();
                  passed.addAndGet(100);
                });
          }
          Bubble.await();
          assertThat(passed).hasValue(waits.length);
          assertThat(elapsed()).isZero();
          mutex.unlock();
          channel.send(1);
          group.done();
          context.cancel();
          Bubble.await();
          assertThat(passed).hasValue(waits.length + 400);
          Bubble.sleep(SECOND);
          assertThat(passed).hasValue(waits.length + 500);
        });
  }

  /** While it waits, sleepers sleep on; also those whose time has come run first. */
  @Test
  @Spec("SYNCTEST-06")
  void itMovesNoTime() throws Exception {
    Bubble.run(
        () -> {
          AtomicInteger runs = new AtomicInteger();
          for (int i = 0; i < 10; i++) {
            Go.go(
                () -> {
                  for (int round = 0; round < 5; round++) {
                    Go.sleep(SECOND);
                    runs.incrementAndGet();
                  }
                });
          }
          for (int round = 0; round < 5; round++) {
            Bubble.await();
            assertThat(runs).hasValue(10 * round);
            assertThat(elapsed()).isEqualTo(SECOND.multipliedBy(round));
            Go.sleep(SECOND);
          }
        });
  }

  @Test
  @Spec("SYNCTEST-07")
  void outsideItIsRefused() {
    for (Task use : new Task[] {Bubble::await, () -> Bubble.sleep(SECOND), Bubble::now}) {
      assertThatThrownBy(use::run)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("goroutine is not in a bubble: " + Thread.currentThread());
    }
    assertThat(Bubble.isInside()).isFalse();
  }

  @Test
  @Spec("SYNCTEST-07")
  void aThreadOfTheJdkThatWasStartedInsideIsOutside() throws Exception {
    Bubble.run(
        () -> {
          AtomicInteger refused = new AtomicInteger();
          Thread thread =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          Bubble.now();
                        } catch (IllegalStateException e) {
                          refused.incrementAndGet();
                        }
                      });
          thread.join();
          assertThat(refused).hasValue(1);
        });
  }

  @Test
  @Spec("SYNCTEST-07")
  void twoAtOnceAreRefused() throws Exception {
    Bubble.run(
        () -> {
          Channel<Integer> gate = Channel.make();
          AtomicInteger refused = new AtomicInteger();
          for (int i = 0; i < 4; i++) {
            Go.go(
                () -> {
                  gate.receive();
                  try {
                    Bubble.await();
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageStartingWith("wait already in progress: ");
                    refused.incrementAndGet();
                  }
                });
          }
          Bubble.await();
          // While this one runs, the wait of the first of them cannot end.
          gate.close();
          while (refused.get() < 3) {
            Thread.yield();
          }
        });
  }

  @Test
  @Spec("SYNCTEST-08")
  void itsSleepSleepsAndThenAwaits() throws Exception {
    Bubble.run(
        () -> {
          AtomicInteger due = new AtomicInteger();
          for (int i = 0; i < 20; i++) {
            Go.go(
                () -> {
                  Go.sleep(SECOND);
                  due.incrementAndGet();
                  Go.sleep(SECOND);
                  due.incrementAndGet();
                });
            Timer.afterFunc(SECOND, () -> due.incrementAndGet());
          }
          Bubble.sleep(SECOND);
          assertThat(elapsed()).isEqualTo(SECOND);
          assertThat(due).hasValue(40);
          Bubble.sleep(SECOND);
          assertThat(elapsed()).isEqualTo(SECOND.multipliedBy(2));
          assertThat(due).hasValue(60);
          Bubble.sleep(Duration.ZERO);
          assertThat(due).hasValue(60);
        });
  }

  @Test
  @Spec("SYNCTEST-08")
  @SuppressWarnings("NullAway") // a null argument
  void itsArguments() throws Exception {
    assertThatThrownBy(() -> Bubble.sleep(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("duration");
    Bubble.run(
        () -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(Bubble::await).isExactlyInstanceOf(InterruptedException.class);
          assertThat(Thread.interrupted()).isFalse();
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> Bubble.sleep(SECOND))
              .isExactlyInstanceOf(InterruptedException.class);
          assertThat(elapsed()).isZero();
        });
  }

  /** One that awaits can be interrupted by those it waits for, and another may await then. */
  @Test
  @Spec("SYNCTEST-06")
  void anInterruptEndsIt() throws Exception {
    Bubble.run(
        () -> {
          Thread root = Thread.currentThread();
          Go.go(root::interrupt);
          assertThatThrownBy(Bubble::await).isExactlyInstanceOf(InterruptedException.class);
          // Nothing of it is left.
          Bubble.await();
          Bubble.sleep(SECOND);
        });
  }

  /** Both variables are written by one goroutine after the other, and by nobody else meanwhile. */
  @Test
  @Spec("SYNCTEST-20")
  void whatOthersDidBeforeTheyBlockedIsSeen() throws Exception {
    for (int round = 0; round < 50; round++) {
      one = 0;
      other = 0;
      Bubble.run(
          () -> {
            bothAre(0);
            Go.go(() -> one++);
            Go.go(() -> other++);
            Bubble.await(); // they have ended
            bothAre(1);
            Channel<Integer> gate = Channel.make();
            Go.go(
                () -> {
                  one++;
                  gate.receive();
                });
            Go.go(
                () -> {
                  other++;
                  gate.receive();
                });
            Bubble.await(); // they are blocked
            bothAre(2);
            gate.close();
            Timer.afterFunc(Duration.ZERO, () -> one++);
            Timer.afterFunc(Duration.ZERO, () -> other++);
            Bubble.await(); // the functions have run
            bothAre(3);
            Mutex mutex = new Mutex();
            mutex.lock();
            Timer.afterFunc(
                Duration.ZERO,
                () -> {
                  one++;
                  mutex.lock();
                  mutex.unlock();
                });
            Timer.afterFunc(
                Duration.ZERO,
                () -> {
                  other++;
                  mutex.lock();
                  mutex.unlock();
                });
            Bubble.await(); // the functions are blocked
            bothAre(4);
            mutex.unlock();
          });
      Bubble.run(
          () -> {
            Go.go(() -> Go.go(() -> one++));
            Go.go(() -> Go.go(() -> other++));
          });
      bothAre(5);
    }
  }

  private void bothAre(int value) {
    assertThat(one).isEqualTo(value);
    assertThat(other).isEqualTo(value);
  }
}
