package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that run out of stack while they set and stop timers, or start goroutines. Each in a
 * process of its own, where the classes are new.
 */
class AlarmOverflowTest {

  private static final int OVERFLOWS = Integer.getInteger("goprims.overflows", 2_000);
  private static final int WARM_UP = 2_000;

  @ParameterizedTest
  @ValueSource(strings = {"-Xmixed", "-Xint", "-XX:-TieredCompilation"})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec({"INT-12", "TIMER-03"})
  void overflowsLeaveOthersTimersOnTime(String mode) throws Exception {
    List<String> output =
        OwnJvm.outputOf(
            Overflows.class, mode, "-Dgoprims.overflows=" + OVERFLOWS, "-XX:-PrintWarnings");
    assertThat(output).hasSize(14).allMatch(line -> line.endsWith(": others on time"));
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

  /** What a thread does, at the end of its stack. */
  private interface Operation {
    void run(Victim victim);
  }

  private static final class Silent extends Alarm {
    @Override
    protected void ring() {
      // Nobody wants to know.
    }
  }

  /** What the operations of one attempt use: no more than that may be damaged. */
  private static final class Victim {
    static final Duration HOUR = Duration.ofHours(1);

    final Alarm alarm = new Silent();
    final Timer timer = Timer.afterFunc(HOUR, () -> {});
    final Scheduler scheduler = TimeSource.current().scheduler();
  }

  /** Comes near the end of the stack, and runs an operation at each depth on the way back. */
  private static final class Diver {
    private final Operation operation;
    private final AtomicInteger overflows = new AtomicInteger();
    private List<Victim> victims = List.of();
    private int successes;

    Diver(Operation operation) {
      this.operation = operation;
    }

    /** Until it has succeeded often enough, with a little more stack each time. */
    void dive(int offset) {
      victims = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        victims.add(new Victim());
      }
      successes = 0;
      shift(offset);
      for (Victim victim : victims) {
        victim.timer.stop();
      }
    }

    /** Frames of another size first, so that each dive comes to other depths. */
    private int shift(int offset) {
      if (offset == 0) {
        try {
          recurse();
        } catch (StackOverflowError e) {
          // has done its work
        }
        return 0;
      }
      return 1 + shift(offset - 1);
    }

    private void recurse() {
      try {
        recurse();
      } catch (StackOverflowError e) {
        if (successes < 5 && !victims.isEmpty()) {
          attempt();
        }
        throw e;
      }
    }

    private void attempt() {
      try {
        operation.run(victims.get(victims.size() - 1 - overflows.get() % victims.size()));
        successes++;
      } catch (StackOverflowError e) {
        overflows.incrementAndGet();
      }
    }
  }

  /** The program of a process. */
  static final class Overflows {

    private Overflows() {}

    public static void main(String[] args) throws Exception {
      try {
        for (ThreadKind kind : ThreadKind.values()) {
          check(
              kind, "afterFunc", victim -> Timer.afterFunc(Duration.ofMillis(1), () -> {}).stop());
          check(kind, "stop", victim -> victim.timer.stop());
          check(kind, "reset", victim -> victim.timer.reset(Victim.HOUR));
          check(kind, "schedule", victim -> victim.scheduler.schedule(victim.alarm, 0));
          check(kind, "cancel", victim -> victim.scheduler.cancel(victim.alarm));
          check(kind, "send", victim -> Couriers.send(() -> {}));
          check(kind, "go", victim -> Go.go(() -> {}));
        }
        System.exit(0);
      } catch (Throwable failure) {
        failure.printStackTrace();
        System.exit(1);
      }
    }

    private static void check(ThreadKind kind, String name, Operation operation)
        throws InterruptedException {
      // Lambdas of this test must not be made in an overflow first; and compiled code overflows
      // elsewhere.
      Victim first = new Victim();
      for (int i = 0; i < WARM_UP; i++) {
        operation.run(first);
      }
      Diver diver = new Diver(operation);
      int dives = 0;
      while (diver.overflows.get() < OVERFLOWS) {
        int offset = dives++;
        Thread thread = factory(kind).newThread(() -> diver.dive(offset % 64));
        thread.start();
        Await.ended(thread);
        if (dives % 16 == 1) {
          checkOthers();
        }
        if (dives > OVERFLOWS) {
          throw new AssertionError(name + " overflows too seldom: " + diver.overflows);
        }
      }
      checkOthers();
      System.out.println(name + " in " + kind + ": others on time");
    }

    private static ThreadFactory factory(ThreadKind kind) {
      return kind == ThreadKind.VIRTUAL
          ? Thread.ofVirtual().factory()
          : Thread.ofPlatform().stackSize(256 * 1024).factory();
    }

    /** From threads enough to come by each stripe. */
    static void checkOthers() throws InterruptedException {
      int setters = 16;
      CountDownLatch ran = new CountDownLatch(setters);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < setters; i++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  Timer.afterFunc(Duration.ofMillis(1), ran::countDown);
                  Timer.afterFunc(Victim.HOUR, ran::countDown).stop();
                }));
      }
      for (Thread each : threads) {
        Await.ended(each);
      }
      Await.until("all ran, but for " + ran.getCount(), () -> ran.getCount() == 0);
    }
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
      Overflows.checkOthers();
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
