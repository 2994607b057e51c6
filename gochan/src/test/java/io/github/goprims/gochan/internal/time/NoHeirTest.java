package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What never waits does not wait for a virtual thread that has no carrier, either. */
class NoHeirTest {

  @Test
  @Spec({"INT-09", "TIMER-06"})
  void busyCarriersDoNotHoldUpTimers() throws Exception {
    assertThat(
            OwnJvm.outputOf(
                Program.class,
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"))
        .containsExactly("no call took a second");
  }

  /** The program of that process. */
  static final class Program {
    private static final Duration HOUR = Duration.ofHours(1);

    private Program() {}

    public static void main(String[] args) throws Exception {
      StripedScheduler scheduler = (StripedScheduler) TimeSource.current().scheduler();
      AtomicBoolean end = new AtomicBoolean();
      CountDownLatch computing = new CountDownLatch(1);
      CountDownLatch waiting = new CountDownLatch(1);
      List<Thread> goroutines = new ArrayList<>();

      // One comes to wait in the middle of setting a timer, and another to compute for ever after.
      Alarm held = new Silent();
      BackoffLock lock = scheduler.stripeOf(held);
      lock.lock();
      goroutines.add(
          Thread.startVirtualThread(
              () -> {
                waiting.countDown();
                scheduler.schedule(held, Long.MAX_VALUE - 1);
                scheduler.cancel(held);
              }));
      goroutines.add(
          Thread.startVirtualThread(
              () -> {
                computing.countDown();
                while (!end.get()) {
                  Thread.onSpinWait();
                }
              }));
      waiting.await();
      lock.unlock();
      computing.await();
      // And these come to wait for the carrier, with timers to set.
      for (int i = 0; i < 10; i++) {
        goroutines.add(Thread.startVirtualThread(() -> Timer.afterFunc(HOUR, () -> {}).stop()));
      }

      AtomicLong longest = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread = new Thread(() -> use(longest));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        Await.ended(thread);
      }
      boolean brief = longest.get() < Duration.ofSeconds(1).toNanos();
      System.out.println(brief ? "no call took a second" : longest + " ns");
      end.set(true);
      for (Thread goroutine : goroutines) {
        Await.ended(goroutine);
      }
    }

    private static void use(AtomicLong longest) {
      Timer timer = Timer.afterFunc(HOUR, () -> {});
      for (int i = 0; i < 2_000; i++) {
        long start = System.nanoTime();
        timer.reset(Duration.ofNanos(1 + i * 1_000_000L));
        timer.stop();
        Timer.make(HOUR).stop();
        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
      }
    }
  }

  private static final class Silent extends Alarm {
    @Override
    protected void ring() {
      // Nobody wants to know.
    }
  }
}
