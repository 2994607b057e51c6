package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that run out of stack while they set and stop timers, or start goroutines. Each in a
 * process of its own, where the classes are new.
 */
class AlarmOverflowTest {

  @ParameterizedTest
  @ValueSource(strings = {"-Xmixed", "-Xint", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec({"INT-12", "TIMER-03"})
  void overflowsLeaveOthersTimersOnTime(String mode) throws Exception {
    Overflows.assertHarmless(Program.class, 2_000, 7, mode);
  }

  /** The very first use of the library is the one that runs out of stack. */
  @Test
  @Spec("INT-12")
  void theFirstUseMayRunOutOfStack() throws Exception {
    for (String entry : List.of("afterFunc", "send", "schedule", "make", "go", "sleep", "select")) {
      assertThat(OwnJvm.outputOf(ColdOverflow.class, "-Dentry=" + entry, "-XX:-PrintWarnings"))
          .containsExactly("overflowed, and works");
    }
  }

  /** The program of a process. */
  static final class Program {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private Program() {}

    public static void main(String[] args) {
      Overflows.run(
          () -> {
            check("afterFunc", victim -> Timer.afterFunc(MOMENT, () -> {}).stop());
            check("stop", victim -> victim.timer.stop());
            check("reset", victim -> victim.timer.reset(HOUR));
            check("schedule", victim -> victim.scheduler.schedule(victim.alarm, 0));
            check("cancel", victim -> victim.scheduler.cancel(victim.alarm));
            check("send", victim -> Couriers.send(() -> {}));
            check("go", victim -> Go.go(() -> {}));
          });
    }

    private static void check(String name, Operation operation) throws Exception {
      Overflows.of(
          name,
          Overflows.wanted(),
          () -> new Victim(operation),
          AlarmOverflowTest::assertOthersOnTime);
    }

    /** What a thread does, at the end of its stack. */
    private interface Operation {
      void run(Victim victim);
    }

    /** What the operations of one attempt use: no more than that may be damaged. */
    private static final class Victim implements Overflows.Victim {
      private final Operation operation;
      private final Alarm alarm = new Silent();
      private final Timer timer = Timer.afterFunc(HOUR, () -> {});
      private final Scheduler scheduler = TimeSource.current().scheduler();

      Victim(Operation operation) {
        this.operation = operation;
      }

      @Override
      public void operate() {
        operation.run(this);
      }

      @Override
      public boolean works() {
        timer.stop();
        scheduler.cancel(alarm);
        return !timer.stop() && !scheduler.cancel(alarm);
      }
    }
  }

  private static final class Silent extends Alarm {
    @Override
    protected void ring() {
      // Nobody wants to know.
    }
  }

  /** From threads enough to come by each stripe. */
  private static void assertOthersOnTime() throws InterruptedException {
    int setters = 16;
    CountDownLatch ran = new CountDownLatch(setters);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < setters; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                Timer.afterFunc(Duration.ofMillis(1), ran::countDown);
                Timer.afterFunc(Program.HOUR, ran::countDown).stop();
              }));
    }
    for (Thread each : threads) {
      Await.ended(each);
    }
    Await.until("all ran, but for " + ran.getCount(), () -> ran.getCount() == 0);
  }

  /** The program of another. */
  static final class ColdOverflow {

    private ColdOverflow() {}

    private static final Duration HOUR = Duration.ofHours(1); // sets up a class of the JDK
    private static final Duration MOMENT = Duration.ofNanos(1);

    private static int overflows;
    private static boolean done;

    public static void main(String[] args) throws Exception {
      String entry = System.getProperty("entry");
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  recurse(entry);
                } catch (StackOverflowError e) {
                  // has done its work
                }
              },
              "deep",
              512 * 1024);
      thread.start();
      Await.ended(thread);
      if (overflows == 0 || !done) {
        throw new AssertionError(overflows + " overflows, " + done);
      }
      assertOthersOnTime();
      assertThat(Channel.make(1).trySend(NOTHING)).isTrue();
      Await.ended(Go.go(TASK));
      Go.sleep(MOMENT);
      CountDownLatch sent = new CountDownLatch(1);
      Couriers.send(sent::countDown);
      sent.await();
      System.out.println("overflowed, and works");
      System.exit(0);
    }

    private static void recurse(String entry) {
      try {
        recurse(entry);
      } catch (StackOverflowError e) {
        if (!done) {
          attempt(entry);
        }
        throw e;
      }
    }

    private static void attempt(String entry) {
      try {
        use(entry);
        done = true;
      } catch (StackOverflowError e) {
        overflows++;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void use(String entry) throws InterruptedException {
      switch (entry) {
        case "afterFunc" -> Timer.afterFunc(HOUR, TASK);
        case "make" -> Channel.make(1).trySend(NOTHING);
        case "go" -> Go.go(TASK);
        case "send" -> Couriers.send(NOTHING);
        case "sleep" -> Go.sleep(MOMENT);
        case "select" -> Select.create().await(MOMENT);
        default -> TimeSource.current().scheduler().schedule(new Silent(), 0);
      }
    }

    private static final Task TASK =
        new Task() {
          @Override
          public void run() {
            // Nobody wants to know.
          }
        };

    private static final Runnable NOTHING =
        new Runnable() {
          @Override
          public void run() {
            // Nobody wants to know.
          }
        };
  }
}
