package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits that are not durable hold the time of the bubble back. */
@ExtendWith(LeakCheck.class)
class BubbleForeignWaitTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * What is made outside.
   *
   * @param inside waits in the bubble
   * @param reason of that wait
   * @param outside ends it, from outside
   */
  private record Meeting(Task inside, String reason, Task outside) {}

  private static Arguments meeting(String name, Supplier<Meeting> maker) {
    return Arguments.of(name, maker);
  }

  static Stream<Arguments> madeOutside() {
    return Stream.of(
        meeting(
            "receive of a value",
            () -> {
              Channel<Integer> channel = Channel.make();
              return new Meeting(channel::receive, "chan receive", () -> channel.send(1));
            }),
        meeting(
            "receive of a close",
            () -> {
              Channel<Integer> channel = Channel.make();
              return new Meeting(channel::receive, "chan receive", channel::close);
            }),
        meeting(
            "send",
            () -> {
              Channel<Integer> channel = Channel.make();
              return new Meeting(() -> channel.send(1), "chan send", channel::receive);
            }),
        meeting(
            "receive with a timeout",
            () -> {
              Channel<Integer> channel = Channel.make();
              return new Meeting(
                  () -> assertThat(channel.receive(SECOND)).isEqualTo(1),
                  "chan receive",
                  () -> channel.send(1));
            }),
        meeting(
            "select",
            () -> {
              Channel<Integer> channel = Channel.make();
              Channel<Integer> never = Channel.make();
              return new Meeting(
                  () ->
                      Select.first(
                          Select.receiveThen(channel, v -> {}), Select.receiveThen(never, v -> {})),
                  "select",
                  channel::close);
            }),
        meeting(
            "select of inside and outside",
            () -> {
              Channel<Integer> channel = Channel.make();
              return new Meeting(
                  () -> {
                    Channel<Integer> ofTheBubble = Channel.make();
                    Select.first(
                        Select.receiveThen(ofTheBubble, v -> {}),
                        Select.receiveThen(channel, v -> {}));
                  },
                  "select",
                  channel::close);
            }),
        meeting(
            "lock",
            () -> {
              Mutex mutex = new Mutex();
              mutex.lock();
              return new Meeting(mutex::lock, "sync.Mutex.Lock", mutex::unlock);
            }),
        meeting(
            "read lock",
            () -> {
              RWMutex mutex = new RWMutex();
              mutex.lock();
              return new Meeting(mutex::rLock, "sync.RWMutex.RLock", mutex::unlock);
            }),
        meeting(
            "group",
            () -> {
              WaitGroup group = new WaitGroup();
              group.add(1);
              return new Meeting(group::await, "sync.WaitGroup.Wait", group::done);
            }),
        meeting(
            "cond",
            () -> {
              Mutex mutex = new Mutex();
              Cond cond = Cond.on(mutex);
              return new Meeting(
                  () -> {
                    mutex.lock();
                    cond.await();
                    mutex.unlock();
                  },
                  "sync.Cond.Wait",
                  cond::signal);
            }),
        meeting(
            "semaphore",
            () -> {
              WeightedSemaphore semaphore = WeightedSemaphore.of(1);
              semaphore.tryAcquire(1);
              return new Meeting(
                  () -> semaphore.acquire(1), "semaphore acquire", () -> semaphore.release(1));
            }),
        meeting(
            "end of a context",
            () -> {
              CancelableContext context = Context.background().withCancel();
              return new Meeting(() -> context.done().receive(), "chan receive", context::cancel);
            }));
  }

  /** All of the bubble are blocked, but one of them by something from outside. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("madeOutside")
  @Spec({"SYNCTEST-05", "SYNCTEST-12", "SYNCTEST-14", "WG-17"})
  void whatWasMadeOutsideHoldsTimeBack(String name, Supplier<Meeting> maker) throws Exception {
    Meeting meeting = maker.get();
    AtomicReference<Thread> waits = new AtomicReference<>();
    AtomicReference<Thread> sleeps = new AtomicReference<>();
    Thread outside =
        ThreadKind.PLATFORM.start(
            "outside",
            () -> {
              Await.until("sleeper", () -> sleeps.get() != null && waits.get() != null);
              Await.blocked(sleeps.get(), "sleep");
              Await.blocked(waits.get(), meeting.reason);
              meeting.outside.run();
            });
    AtomicReference<Duration> end = new AtomicReference<>();
    Bubble.run(
        () -> {
          Thread sleeper = Go.go(() -> Go.sleep(SECOND));
          sleeps.set(sleeper);
          waits.set(Thread.currentThread());
          meeting.inside.run();
          end.set(elapsed());
          Go.sleep(SECOND);
        });
    Await.ended(outside);
    assertThat(end).as(name).hasValue(Duration.ZERO);
  }

  /** It goes by the time of the machine, of which the bubble knows nothing. */
  @Test
  @Spec("SYNCTEST-05")
  void timersFromOutsideAreRefused() throws Exception {
    Timer timer = Timer.make(Duration.ofMillis(1));
    Ticker ticker = Ticker.make(Duration.ofMillis(1));
    Select select = Select.create();
    select.onReceive(timer.channel());
    List<Task> uses =
        List.of(
            () -> timer.channel().receive(),
            () -> timer.channel().tryReceive(),
            () -> ticker.channel().receive(),
            () -> ticker.reset(SECOND),
            ticker::stop,
            () -> timer.reset(SECOND),
            timer::stop,
            select::await);
    Bubble.run(
        () -> {
          for (Task use : uses) {
            assertThatThrownBy(use::run)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" timer@")
                .hasMessageContaining(" from inside bubble-")
                .hasMessageEndingWith(
                    ": it was made outside, and goes by the time of the machine; make it in the"
                        + " bubble");
          }
        });
    assertThat(timer.channel().receive()).isNotNull();
    assertThat(ticker.channel().receive()).isNotNull();
    ticker.stop();
  }

  /** That one has a clock of its own, and calls its function outside. */
  @Test
  @Spec("SYNCTEST-05")
  void aFunctionTimerFromOutsideStaysOutside() throws Exception {
    Channel<Boolean> inside = Channel.make(1);
    Timer timer = Timer.afterFunc(Duration.ofHours(1), () -> inside.send(Bubble.isInside()));
    Bubble.run(() -> assertThat(timer.reset(Duration.ofMillis(1))).isTrue());
    assertThat(inside.receive()).isFalse();
  }

  @Test
  @Spec("SYNCTEST-05")
  void aContextFromOutsideEndsByItsOwnTime() throws Exception {
    Context context = Context.background().withTimeout(Duration.ofMillis(20));
    AtomicReference<Duration> end = new AtomicReference<>();
    Bubble.run(
        () -> {
          context.done().receive();
          end.set(elapsed());
        });
    assertThat(end).hasValue(Duration.ZERO);
    assertThat(context.err()).isNotNull();
  }

  /** Waits of the JDK: they take time of the machine, and none of the bubble. */
  @Test
  @Spec("SYNCTEST-05")
  void whatTheJdkWaitsForTakesNoTime() throws Exception {
    Bubble.run(
        () -> {
          Thread sleeper = Go.go(() -> Go.sleep(SECOND));
          Thread.sleep(5);
          ReentrantLock lock = new ReentrantLock();
          CountDownLatch locked = new CountDownLatch(1);
          Thread.ofVirtual()
              .start(
                  () -> {
                    lock.lock();
                    locked.countDown();
                    Await.until("a queue", lock::hasQueuedThreads);
                    lock.unlock();
                  });
          locked.await();
          lock.lock();
          lock.unlock();
          try (ServerSocket server = new ServerSocket(0);
              Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
              Socket accepted = server.accept()) {
            client.getOutputStream().write(7);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
          }
          assertThat(elapsed()).isZero();
          assertThat(sleeper.isAlive()).isTrue();
          Go.sleep(SECOND);
          assertThat(elapsed()).isEqualTo(SECOND);
        });
  }

  /**
   * A pool of platform threads outside and a bubble hand values to and fro, by channels outside.
   */
  @Test
  @Spec("SYNCTEST-05")
  void aBubbleTalksToTheWorld() throws Exception {
    Channel<Integer> questions = Channel.make();
    Channel<Integer> answers = Channel.make();
    Thread server =
        ThreadKind.PLATFORM.start(
            "server", () -> questions.forEachReceived(question -> answers.send(2 * question)));
    Bubble.run(
        () -> {
          for (int i = 1; i <= 100; i++) {
            questions.send(i);
            assertThat(answers.receive()).isEqualTo(2 * i);
            Go.sleep(SECOND);
          }
          assertThat(elapsed()).isEqualTo(SECOND.multipliedBy(100));
        });
    questions.close();
    Await.ended(server);
  }
}
