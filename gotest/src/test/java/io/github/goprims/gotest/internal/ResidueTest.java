package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.internal.threads.LiveGoroutines;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleDeadlockError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand bubbles leave no thread, no timer and no memory, however they end. */
class ResidueTest {

  @Test
  @Spec({"SYNCTEST-01", "SYNCTEST-09", "SYNCTEST-10"})
  void tenThousandBubblesLeaveNothing() throws Exception {
    List<String> output = OwnJvm.outputOf(TenThousand.class, "-Xmx256m");
    output.forEach(System.out::println);
    assertThat(output).last().asString().startsWith("nothing is left");
  }

  /** In a JVM of its own, so that nobody else has goroutines, and none of what it uses is new. */
  static final class TenThousand {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int BUBBLES = 10_000;

    /** More than that is a leak: a hundred bytes for each bubble. */
    private static final long MOST = 100L * BUBBLES;

    public static void main(String[] args) throws Exception {
      runSome(BUBBLES / 5);
      long before = used();
      int threads = platformThreads();
      runSome(BUBBLES);
      Await.until("members gone", () -> Kit.members() == 0);
      Await.until("goroutines gone", () -> LiveGoroutines.count() == 0);
      assertThat(TimeSource.system().scheduler().pending()).isZero();
      Await.until(
          "primitives forgotten",
          () -> {
            System.gc();
            return Belongings.size() == 0;
          });
      Await.until("memory free", () -> used() - before < MOST);
      assertThat(platformThreads()).isLessThanOrEqualTo(threads + 2); // carriers, couriers
      System.out.printf("nothing is left but %d KB%n", (used() - before) / 1024);
    }

    private static void runSome(int count) throws Exception {
      for (int i = 0; i < count; i++) {
        int way = i % 4;
        try {
          Bubble.run(() -> body(way));
        } catch (BubbleDeadlockError expected) {
          assertThat(way).isEqualTo(1);
        } catch (IllegalStateException expected) {
          assertThat(way).isEqualTo(2);
        }
      }
    }

    /** Leaves what it can: timers, contexts, and functions that refer to primitives. */
    private static void body(int way) throws Exception {
      byte[] ballast = new byte[4_096];
      Channel<byte[]> channel = Channel.make(1);
      channel.send(ballast);
      Timer.afterFunc(HOUR, () -> channel.send(ballast));
      CancelableContext context = Context.background().withTimeout(HOUR);
      context.afterFunc(channel::close);
      Ticker.make(HOUR);
      Mutex mutex = new Mutex();
      mutex.lock();
      WaitGroup group = new WaitGroup();
      for (int i = 0; i < 3; i++) {
        group.go(() -> Go.sleep(Duration.ofMinutes(1)));
      }
      group.await();
      try (ErrGroup tasks = ErrGroup.withContext(context)) {
        tasks.go(channel::receive);
        tasks.await();
      }
      switch (way) {
        case 1 -> Go.go(mutex::lock); // never ends
        case 2 -> throw new IllegalStateException("fails");
        case 3 -> Go.go(mutex::unlock);
        default -> {}
      }
    }

    private static long used() {
      Runtime runtime = Runtime.getRuntime();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      }
      return least;
    }

    private static int platformThreads() {
      return Thread.getAllStackTraces().size();
    }
  }
}
