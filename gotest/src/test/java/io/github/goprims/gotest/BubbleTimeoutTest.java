package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.SingleFlight;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits in a bubble that give up: in time, at a deadline, by an interrupt. */
class BubbleTimeoutTest {

  private static final Duration DAY = Duration.ofDays(1);

  /** What a wait is for: it is never there. */
  private static final class Busy {
    final Channel<Integer> channel = Channel.make();
    final Mutex mutex = new Mutex();
    final RWMutex rwMutex = new RWMutex();
    final WaitGroup group = new WaitGroup();
    final Mutex ofCond = new Mutex();
    final Cond cond = Cond.on(ofCond);
    final WeightedSemaphore semaphore = WeightedSemaphore.of(1);
    final SingleFlight<String, Integer> flights = new SingleFlight<>();

    Busy() {
      mutex.lock();
      rwMutex.lock();
      group.add(1);
      ofCond.lock();
      semaphore.tryAcquire(1);
    }
  }

  /** Waits for a day. */
  private interface Wait {
    void on(Busy busy, Context context) throws Exception;
  }

  private static Arguments wait(String name, Wait wait) {
    return Arguments.of(name, wait);
  }

  /** Each says itself that it has timed out. */
  static Stream<Arguments> timed() {
    return Stream.of(
        wait("sleep", (busy, context) -> Go.sleep(DAY)),
        wait("send", (busy, context) -> assertThat(busy.channel.send(1, DAY)).isFalse()),
        wait("receive", (busy, context) -> assertThat(busy.channel.receive(DAY)).isNull()),
        wait(
            "nil channel",
            (busy, context) -> assertThat(Channel.<Integer>nil().receive(DAY)).isNull()),
        wait(
            "select",
            (busy, context) -> {
              Select select = Select.create();
              select.onReceive(busy.channel);
              assertThat(select.await(DAY)).isNull();
            }),
        wait(
            "select without cases",
            (busy, context) -> assertThat(Select.create().await(DAY)).isNull()),
        wait(
            "clause",
            (busy, context) ->
                assertThat(
                        Select.<Integer, RuntimeException>first(
                            Select.receive(busy.channel, value -> value),
                            Select.timeout(DAY, () -> -1)))
                    .isEqualTo(-1)),
        wait("lock", (busy, context) -> assertThat(busy.mutex.tryLock(DAY)).isFalse()),
        wait("write lock", (busy, context) -> assertThat(busy.rwMutex.tryLock(DAY)).isFalse()),
        wait("read lock", (busy, context) -> assertThat(busy.rwMutex.tryRLock(DAY)).isFalse()),
        wait("group", (busy, context) -> assertThat(busy.group.await(DAY)).isFalse()),
        wait("cond", (busy, context) -> assertThat(busy.cond.await(DAY)).isFalse()),
        wait(
            "condition",
            (busy, context) -> assertThat(busy.cond.awaitUntil(() -> false, DAY)).isFalse()),
        wait(
            "semaphore",
            (busy, context) -> assertThat(busy.semaphore.tryAcquire(1, DAY)).isFalse()));
  }

  /** Each ends with the context, by an exception. */
  static Stream<Arguments> untilAContextEnds() {
    return Stream.of(
        wait("sleep", (busy, context) -> context.sleep(DAY.multipliedBy(2))),
        wait("send", (busy, context) -> context.send(busy.channel, 1)),
        wait("receive", (busy, context) -> context.receive(busy.channel)),
        wait("iteration", (busy, context) -> context.forEachReceived(busy.channel, value -> {})),
        wait("call", (busy, context) -> context.call(() -> busy.channel.receive())),
        wait("lock", (busy, context) -> busy.mutex.lock(context)),
        wait("write lock", (busy, context) -> busy.rwMutex.lock(context)),
        wait("read lock", (busy, context) -> busy.rwMutex.rLock(context)),
        wait("group", (busy, context) -> busy.group.await(context)),
        wait("cond", (busy, context) -> busy.cond.await(context)),
        wait("condition", (busy, context) -> busy.cond.awaitUntil(() -> false, context)),
        wait("semaphore", (busy, context) -> busy.semaphore.acquire(context, 1)),
        wait(
            "flight",
            (busy, context) -> {
              Go.go(() -> busy.flights.run("key", () -> busy.channel.receive(DAY.plusDays(1))));
              Bubble.await();
              busy.flights.run(context, "key", () -> 1);
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("timed")
  @Spec({"SYNCTEST-03", "SYNCTEST-04"})
  void itTimesOutAfterADay(String name, Wait wait) throws Exception {
    List<Duration> ends = new ArrayList<>();
    Bubble.run(
        () -> {
          wait.on(new Busy(), Context.background());
          ends.add(elapsed());
        });
    assertThat(ends).as(name).containsExactly(DAY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("untilAContextEnds")
  @Spec({"SYNCTEST-03", "SYNCTEST-04"})
  void itEndsAtTheDeadlineOfItsContext(String name, Wait wait) throws Exception {
    List<Duration> ends = new ArrayList<>();
    Bubble.run(
        () -> {
          Context context = Context.background().withTimeout(DAY);
          assertThatThrownBy(() -> wait.on(new Busy(), context))
              .isInstanceOf(DeadlineExceededException.class);
          ends.add(elapsed());
          Go.sleep(DAY.multipliedBy(2)); // one that has helped is to end, too
        });
    assertThat(ends).as(name).containsExactly(DAY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("timed")
  @Spec({"SYNCTEST-04", "INT-02"})
  void anInterruptEndsItAtOnce(String name, Wait wait) throws Exception {
    List<Duration> ends = new ArrayList<>();
    Bubble.run(
        () -> {
          Thread waits =
              Go.go(
                  () -> {
                    assertThatThrownBy(() -> wait.on(new Busy(), Context.background()))
                        .isInstanceOf(InterruptedException.class);
                    ends.add(elapsed());
                  });
          Go.sleep(Duration.ofHours(1));
          waits.interrupt();
        });
    assertThat(ends).as(name).containsExactly(Duration.ofHours(1));
  }

  /** A lock that takes no notice of interrupts lets time pass, and leaves the flag set. */
  @Test
  @Spec({"SYNCTEST-05", "INT-02"})
  void anInterruptDoesNotEndAPlainLock() throws Exception {
    List<Duration> ends = Collections.synchronizedList(new ArrayList<>());
    Bubble.run(
        () -> {
          Busy busy = new Busy();
          for (Task lock : List.<Task>of(busy.mutex::lock, busy.rwMutex::rLock)) {
            Thread waits =
                Go.go(
                    () -> {
                      lock.run();
                      assertThat(Thread.interrupted()).isTrue();
                      ends.add(elapsed());
                    });
            Bubble.await();
            waits.interrupt();
          }
          Go.sleep(DAY);
          busy.mutex.unlock();
          busy.rwMutex.unlock();
        });
    assertThat(ends).containsExactly(DAY, DAY);
  }

  /** One after the other, the shortest first, whatever they wait for. */
  @Test
  @Spec("SYNCTEST-03")
  void manyTimeoutsComeInOrder() throws Exception {
    List<Duration> ends = Collections.synchronizedList(new ArrayList<>());
    int count = 200;
    Bubble.run(
        () -> {
          Busy busy = new Busy();
          for (int i = count; i >= 1; i--) {
            Duration timeout = Duration.ofMinutes(i);
            int kind = i % 4;
            Go.go(
                () -> {
                  switch (kind) {
                    case 0 -> busy.channel.receive(timeout);
                    case 1 -> busy.mutex.tryLock(timeout);
                    case 2 -> busy.group.await(timeout);
                    default -> busy.semaphore.tryAcquire(1, timeout);
                  }
                  ends.add(elapsed());
                });
          }
          Go.sleep(DAY);
        });
    assertThat(ends).hasSize(count).isSorted();
    assertThat(ends.get(count - 1)).isEqualTo(Duration.ofMinutes(count));
  }

  /** Retries with a backoff that doubles: eleven tries take seventeen hours of the bubble. */
  @Test
  @Spec("SYNCTEST-03")
  void retriesWithBackoff() throws Exception {
    List<Duration> tries = new ArrayList<>();
    Bubble.run(
        () -> {
          try (ErrGroup group = ErrGroup.withContext(Context.background().withTimeout(DAY))) {
            group.go(
                () -> {
                  Duration pause = Duration.ofMinutes(1);
                  for (; ; pause = pause.multipliedBy(2)) {
                    tries.add(elapsed());
                    group.context().sleep(pause);
                  }
                });
            Throwable failure = catchThrowable(group::await);
            assertThat(failure).isInstanceOf(DeadlineExceededException.class);
          }
          assertThat(elapsed()).isEqualTo(DAY);
        });
    assertThat(tries).hasSize(11).last().isEqualTo(Duration.ofMinutes(1_023));
  }
}
