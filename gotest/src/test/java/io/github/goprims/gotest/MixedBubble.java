package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.Once;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.SingleFlight;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A test with a bit of everything, whose times are known. */
final class MixedBubble {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private MixedBubble() {}

  /** The body; to be run in a bubble. */
  static void body() throws Exception {
    channels();
    took(10);
    selects();
    took(15);
    locks();
    took(20);
    conditions();
    took(25);
    groups();
    took(30);
    flights();
    took(31);
    timers();
    took(41);
    contexts();
    took(51);
  }

  private static void took(int seconds) throws InterruptedException {
    assertThat(elapsed()).isEqualTo(SECOND.multipliedBy(seconds));
    Bubble.await(); // for those that are about to end
    assertThat(elapsed()).isEqualTo(SECOND.multipliedBy(seconds));
  }

  /** Three producers, two consumers, and one that passes values on. */
  private static void channels() throws InterruptedException {
    Channel<Integer> made = Channel.make();
    Channel<Integer> passed = Channel.make(3);
    WaitGroup producers = new WaitGroup();
    for (int i = 0; i < 3; i++) {
      producers.go(
          () -> {
            for (int j = 1; j <= 10; j++) {
              Go.sleep(SECOND);
              made.send(j);
            }
          });
    }
    Go.go(
        () -> {
          made.forEachReceived(passed::send);
          passed.close();
        });
    AtomicInteger sum = new AtomicInteger();
    WaitGroup consumers = new WaitGroup();
    for (int i = 0; i < 2; i++) {
      consumers.go(() -> passed.forEachReceived(sum::addAndGet));
    }
    producers.await();
    made.close();
    consumers.await();
    assertThat(sum).hasValue(165);
  }

  /** Of two that answer in time, and one that does not. */
  private static void selects() throws InterruptedException {
    Channel<String> quick = Channel.make();
    Channel<String> slow = Channel.make();
    CancelableContext end = Context.background().withCancel();
    for (Channel<String> channel : List.of(quick, slow)) {
      Duration pause = channel == quick ? SECOND : SECOND.multipliedBy(2);
      Go.go(
          () -> {
            Go.sleep(pause);
            end.send(channel, "answer");
          });
    }
    Select select = Select.create();
    var ofQuick = select.onReceive(quick);
    var ofSlow = select.onReceive(slow);
    assertThat(select.await()).isSameAs(ofQuick);
    assertThat(select.await()).isSameAs(ofSlow);
    assertThat(select.await(SECOND.multipliedBy(3))).isNull();
    assertThat(select.poll()).isNull();
    end.cancel();
  }

  /** Five that hold a lock for a second, one after the other; and five that read together. */
  private static void locks() throws InterruptedException {
    Mutex mutex = new Mutex();
    RWMutex rwMutex = new RWMutex();
    WeightedSemaphore semaphore = WeightedSemaphore.of(2);
    AtomicInteger held = new AtomicInteger();
    WaitGroup group = new WaitGroup();
    for (int i = 0; i < 4; i++) {
      group.go(
          () -> {
            mutex.lock();
            assertThat(held.incrementAndGet()).isEqualTo(1);
            Go.sleep(SECOND);
            held.decrementAndGet();
            mutex.unlock();
          });
      group.go(
          () -> {
            rwMutex.rLock();
            Go.sleep(SECOND);
            rwMutex.rUnlock();
          });
      group.go(
          () -> {
            semaphore.acquire(1);
            Go.sleep(SECOND.multipliedBy(2));
            semaphore.release(1);
          });
    }
    group.await();
    rwMutex.lock();
    assertThat(rwMutex.tryRLock(SECOND)).isFalse();
    rwMutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  /** A queue of a lock and a condition; a second for each of five values. */
  private static void conditions() throws InterruptedException {
    Mutex mutex = new Mutex();
    Cond change = Cond.on(mutex);
    Deque<Integer> queue = new ArrayDeque<>();
    for (int i = 1; i <= 5; i++) {
      int value = i;
      Go.go(
          () -> {
            Go.sleep(SECOND.multipliedBy(value));
            mutex.lock();
            queue.add(value);
            change.signal();
            mutex.unlock();
          });
    }
    mutex.lock();
    for (int i = 1; i <= 5; i++) {
      change.awaitUntil(() -> !queue.isEmpty());
      assertThat(queue.remove()).isEqualTo(i);
    }
    mutex.unlock();
  }

  /** Ten tasks, two at a time, a second each. */
  private static void groups() throws Exception {
    Once once = new Once();
    AtomicInteger first = new AtomicInteger();
    try (ErrGroup group = ErrGroup.create().limit(2)) {
      for (int i = 0; i < 10; i++) {
        group.go(
            () -> {
              once.run(first::incrementAndGet);
              Go.sleep(SECOND);
            });
      }
      group.await();
    }
    assertThat(first).hasValue(1);
  }

  /** Twenty that want the same. */
  private static void flights() throws InterruptedException {
    SingleFlight<String, Integer> flights = new SingleFlight<>();
    AtomicInteger runs = new AtomicInteger();
    WaitGroup group = new WaitGroup();
    for (int i = 0; i < 20; i++) {
      group.go(
          () -> {
            var result =
                flights.run(
                    "key",
                    () -> {
                      Go.sleep(SECOND);
                      return runs.incrementAndGet();
                    });
            assertThat(result.get()).isEqualTo(1);
          });
    }
    group.await();
  }

  private static void timers() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    Timer.afterFunc(SECOND, calls::incrementAndGet);
    Timer stopped = Timer.afterFunc(SECOND.multipliedBy(2), () -> calls.addAndGet(100));
    Timer later = Timer.make(SECOND);
    try (Ticker ticker = Ticker.make(SECOND)) {
      for (int i = 0; i < 5; i++) {
        ticker.channel().receive();
        if (i == 0) {
          assertThat(stopped.stop()).isTrue();
        }
      }
    }
    assertThat(later.channel().tryReceive()).isNotNull();
    later.reset(SECOND.multipliedBy(5));
    later.channel().receive();
    assertThat(calls).hasValue(1);
  }

  private static void contexts() throws InterruptedException {
    CancelableContext context = Context.background().withTimeout(SECOND.multipliedBy(10));
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      Context below = context.withCancel();
      below.afterFunc(ended::incrementAndGet);
      Go.go(
          () -> {
            below.done().receive();
            ended.incrementAndGet();
          });
    }
    CancelableContext canceled = context.withCancel();
    Thread sleeper = Go.go(() -> canceled.sleep(SECOND.multipliedBy(20)));
    Go.sleep(SECOND);
    canceled.cancel();
    Bubble.await();
    assertThat(sleeper.isAlive()).isFalse();
    Thread interrupted = Go.go(() -> Channel.make().receive());
    Go.sleep(SECOND);
    interrupted.interrupt();
    context.done().receive();
    Bubble.await();
    assertThat(ended).hasValue(10);
  }
}
