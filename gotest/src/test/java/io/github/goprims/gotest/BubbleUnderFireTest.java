package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bubbles in which waits are ended by several at once, from inside and from outside. */
@ExtendWith(LeakCheck.class)
class BubbleUnderFireTest {

  private static final Duration MILLI = Duration.ofMillis(1);

  /** Each sleeps for a time of the clock, however often it is interrupted. */
  @Test
  @Spec({"SYNCTEST-03", "INT-02"})
  void goroutinesInterruptEachOther() throws Exception {
    int count = 20;
    AtomicInteger interrupts = new AtomicInteger();
    Bubble.run(
        () -> {
          List<Thread> threads = new ArrayList<>();
          Channel<Integer> start = Channel.make();
          for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            threads.add(
                Go.go(
                    () -> {
                      start.receive();
                      Duration end = elapsed().plusMillis(200);
                      while (elapsed().compareTo(end) < 0) {
                        Duration before = elapsed();
                        Duration time = MILLI.multipliedBy(1 + random.nextInt(20));
                        try {
                          Go.sleep(time);
                          assertThat(elapsed()).isEqualTo(before.plus(time));
                          threads.get(random.nextInt(count)).interrupt();
                        } catch (InterruptedException e) {
                          assertThat(elapsed()).isBetween(before, before.plus(time));
                          interrupts.incrementAndGet();
                        }
                      }
                    }));
          }
          Bubble.await();
          start.close();
          Go.sleep(Duration.ofDays(1));
        });
    assertThat(interrupts).hasPositiveValue();
  }

  /** Interrupts come in real time; what goes by the clock of the bubble is exact all the same. */
  @Test
  @Spec({"SYNCTEST-03", "INT-02"})
  void interruptsFromOutside() throws Exception {
    ConcurrentLinkedQueue<Thread> victims = new ConcurrentLinkedQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    Thread shooter =
        ThreadKind.PLATFORM.start(
            "shooter",
            () -> {
              while (!stop.get()) {
                victims.forEach(Thread::interrupt);
                Thread.yield();
              }
            });
    try {
      Bubble.run(
          () -> {
            WaitGroup group = new WaitGroup();
            for (int i = 0; i < 4; i++) {
              group.go(
                  () -> {
                    victims.add(Thread.currentThread());
                    for (int round = 0; round < 2_000; round++) {
                      Duration before = elapsed();
                      try {
                        Go.sleep(MILLI);
                        assertThat(elapsed()).isEqualTo(before.plus(MILLI));
                      } catch (InterruptedException e) {
                        assertThat(elapsed()).isBetween(before, before.plus(MILLI));
                      }
                    }
                    victims.remove(Thread.currentThread());
                    Thread.interrupted();
                  });
            }
            group.await();
          });
    } finally {
      stop.set(true);
      shooter.join();
    }
  }

  /** A send, a timeout, an interrupt, a deadline and a close that come at the same moment. */
  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-18", "INT-05"})
  void allAtTheSameMoment() throws Exception {
    for (int round = 0; round < 300; round++) {
      Bubble.run(
          () -> {
            Channel<Integer> channel = Channel.make();
            Mutex mutex = new Mutex();
            mutex.lock();
            CancelableContext context = Context.background().withTimeout(MILLI);
            AtomicInteger ended = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              threads.add(
                  Go.go(
                      () -> {
                        try {
                          channel.receive(MILLI);
                        } finally {
                          assertThat(elapsed()).isEqualTo(MILLI);
                          ended.incrementAndGet();
                        }
                      }));
              threads.add(
                  Go.go(
                      () -> {
                        try {
                          if (mutex.tryLock(MILLI)) {
                            mutex.unlock();
                          }
                        } finally {
                          assertThat(elapsed()).isEqualTo(MILLI);
                          ended.incrementAndGet();
                        }
                      }));
              threads.add(
                  Go.go(
                      () -> {
                        try {
                          context.receive(channel);
                        } finally {
                          assertThat(elapsed()).isEqualTo(MILLI);
                          ended.incrementAndGet();
                        }
                      }));
            }
            Timer.afterFunc(MILLI, () -> threads.forEach(Thread::interrupt));
            Channel<Integer> other = Channel.make();
            Timer.afterFunc(MILLI, () -> channel.trySend(1));
            Timer.afterFunc(MILLI, mutex::unlock);
            Timer.afterFunc(MILLI, other::close);
            threads.add(
                Go.go(
                    () -> {
                      assertThat(other.receive(MILLI)).isNull();
                      assertThat(elapsed()).isEqualTo(MILLI);
                    }));
            Bubble.sleep(MILLI);
            assertThat(ended).hasValue(9);
            assertThat(mutex.tryLock()).isTrue();
          });
    }
  }

  /** The first in line looks at the timer for all; the first may give up. */
  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-04"})
  void manyAtOneTicker() throws Exception {
    for (int round = 0; round < 20; round++) {
      Bubble.run(
          () -> {
            Ticker ticker = Ticker.make(Duration.ofSeconds(1));
            AtomicInteger ticks = new AtomicInteger();
            WaitGroup group = new WaitGroup();
            for (int i = 0; i < 10; i++) {
              Random random = new Random(i);
              group.go(
                  () -> {
                    for (int tries = 0; tries < 50; tries++) {
                      Duration limit = Duration.ofMillis(1 + random.nextInt(3_000));
                      Duration before = elapsed();
                      if (random.nextBoolean()) {
                        if (ticker.channel().receive(limit) != null) {
                          assertThat(elapsed().toNanosPart()).isZero();
                          ticks.incrementAndGet();
                        } else {
                          assertThat(elapsed()).isEqualTo(before.plus(limit));
                        }
                      } else {
                        Select select = Select.create();
                        var tick = select.onReceive(ticker.channel());
                        select.onReceive(Timer.after(limit));
                        if (select.await() == tick) {
                          assertThat(elapsed().toNanosPart()).isZero();
                          ticks.incrementAndGet();
                        } else {
                          assertThat(elapsed()).isEqualTo(before.plus(limit));
                        }
                      }
                    }
                  });
            }
            group.await();
            ticker.stop();
            assertThat(ticks.get()).isBetween(1, (int) elapsed().toSeconds());
          });
    }
  }

  /** Timers are set again and stopped by others while goroutines wait at them. */
  @Test
  @Spec("SYNCTEST-03")
  void timersThatChangeUnderTheWaiters() throws Exception {
    for (int round = 0; round < 100; round++) {
      int seed = round;
      Bubble.run(
          () -> {
            Random random = new Random(seed);
            Timer timer = Timer.make(MILLI.multipliedBy(1 + random.nextInt(100)));
            AtomicReference<Duration> came = new AtomicReference<>();
            Go.go(
                () -> {
                  timer.channel().receive();
                  came.set(elapsed());
                });
            Duration due = MILLI.multipliedBy(1_000);
            Go.sleep(Duration.ofNanos(1));
            while (came.get() == null) {
              Duration delay = MILLI.multipliedBy(1 + random.nextInt(100));
              timer.reset(delay);
              due = elapsed().plus(delay);
              if (random.nextInt(4) == 0) {
                timer.stop();
                Bubble.sleep(MILLI.multipliedBy(500));
                assertThat(came.get()).isNull();
              } else {
                Bubble.sleep(MILLI.multipliedBy(random.nextInt(100)).plusNanos(1));
              }
            }
            assertThat(came.get()).isEqualTo(due);
          });
    }
  }

  /** With threads outside, by channels from outside, beside virtual time. */
  @Test
  @Spec("SYNCTEST-05")
  void valuesComeAndGoFromOutside() throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Channel.make(2);
    int count = 500;
    Thread source =
        ThreadKind.PLATFORM.start(
            "source",
            () -> {
              for (int i = 1; i <= count; i++) {
                in.send(i);
                if (ThreadLocalRandom.current().nextInt(10) == 0) {
                  Thread.yield();
                }
              }
              in.close();
            });
    AtomicInteger sum = new AtomicInteger();
    Thread sink = ThreadKind.VIRTUAL.start("sink", () -> out.forEachReceived(sum::addAndGet));
    Bubble.run(
        () -> {
          WaitGroup group = new WaitGroup();
          Channel<Integer> between = Channel.make(1);
          for (int i = 0; i < 3; i++) {
            group.go(
                () ->
                    in.forEachReceived(
                        value -> {
                          Go.sleep(MILLI);
                          between.send(value);
                        }));
          }
          WaitGroup last = new WaitGroup();
          for (int i = 0; i < 2; i++) {
            last.go(() -> between.forEachReceived(out::send));
          }
          group.await();
          between.close();
          last.await();
          assertThat(elapsed()).isBetween(MILLI.multipliedBy(count / 3), MILLI.multipliedBy(count));
        });
    out.close();
    source.join();
    sink.join();
    assertThat(sum).hasValue(count * (count + 1) / 2);
  }

  /** However little stack is left at a wait: it waits, or it fails, and the bubble goes on. */
  @Test
  @Spec({"SYNCTEST-03", "INT-12"})
  void waitsAtTheEndOfTheStack() throws Exception {
    AtomicInteger waits = new AtomicInteger();
    AtomicInteger overflows = new AtomicInteger();
    Bubble.run(
        () -> {
          WaitGroup group = new WaitGroup();
          for (int i = 0; i < 3; i++) {
            group.go(
                () -> {
                  for (int left = 0; left < 300; left++) {
                    if (overflow(left) < 0) {
                      overflows.incrementAndGet();
                    }
                    Duration before = elapsed();
                    Go.sleep(MILLI);
                    assertThat(elapsed()).isEqualTo(before.plus(MILLI));
                    waits.incrementAndGet();
                  }
                });
          }
          group.await();
        });
    assertThat(waits).hasValue(900);
    assertThat(overflows).hasPositiveValue();
  }

  /** Runs out of stack, goes back by {@code left} frames, and waits there; negative if it fails. */
  private static int overflow(int left) throws InterruptedException {
    int up;
    try {
      up = overflow(left) + 1;
    } catch (StackOverflowError e) {
      up = 0;
    }
    if (up == left) {
      try {
        Go.sleep(Duration.ofNanos(1));
      } catch (StackOverflowError e) {
        return Integer.MIN_VALUE;
      }
    }
    return up;
  }
}
