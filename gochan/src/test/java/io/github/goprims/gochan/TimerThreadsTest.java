package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timers on the machine's clock, and the threads that they take. */
@ExtendWith(LeakCheck.class)
class TimerThreadsTest {

  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  @Spec({"TIMER-02", "TIMER-16"})
  void onTheMachinesClockNothingIsEarly() throws Exception {
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      Instant before = Instant.now();
      Instant value = Timer.after(MILLI).receive();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(MILLI.toNanos());
      assertThat(value).isAfterOrEqualTo(before.plus(MILLI));
    }
  }

  /** With threads that the system takes turns with; virtual ones are not taken from a carrier. */
  @Test
  @Spec({"TIMER-04", "TIMER-05"})
  void aFunctionRunsThoughAllProcessorsAreBusy() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      ThreadKind.PLATFORM.start(
          "busy",
          () -> {
            while (ran.getCount() > 0) {
              Thread.onSpinWait();
            }
          });
    }
    Timer.afterFunc(MILLI, ran::countDown);
    ran.await();
    assertThat(ran.getCount()).isZero();
  }

  @Test
  @Spec("TIMER-20")
  void aChannelTimerIsNeverScheduled() {
    try (ManualTime time = ManualTime.install()) {
      Timer timer = Timer.make(MILLI);
      Ticker ticker = Ticker.make(MILLI);
      Thread receiver = ThreadKind.VIRTUAL.start("receiver", () -> timer.channel().receive());
      Thread select =
          ThreadKind.VIRTUAL.start(
              "select",
              () ->
                  Select.first(
                      Select.receive(ticker.channel(), tick -> tick),
                      Select.receive(Channel.<Instant>make(), none -> none)));
      time.awaitSleepers(2);
      assertThat(time.alarms()).isZero();
      timer.reset(MILLI);
      assertThat(time.alarms()).isZero();
      time.advance(MILLI);
      Await.ended(receiver);
      Await.ended(select);
    }
  }

  /** In a process of its own, where nothing has started the thread of function timers. */
  @Test
  @Spec({"TIMER-04", "TIMER-20"})
  void theFirstFunctionTimerStartsTheThread() throws Exception {
    List<String> output = OwnJvm.outputOf(NoThread.class);
    assertThat(output).hasSize(2).first().isEqualTo("none");
    assertThat(output).last().asString().matches("\\[goprims-\\w+]"); // one thread
  }

  /** The program of that process; its only threads are the JVM's and the main thread. */
  static final class NoThread {

    private NoThread() {}

    public static void main(String[] args) throws Exception {
      Set<Thread> before = threads();
      Ticker ticker = Ticker.make(MILLI);
      Select select = Select.create();
      select.onReceive(ticker.channel());
      select.onReceive(Timer.after(Duration.ofHours(1)));
      for (int i = 0; i < 5; i++) {
        Timer.after(MILLI).receive();
        select.await();
        Go.sleep(MILLI);
        Channel.make().receive(MILLI);
      }
      System.out.println(added(before).isEmpty() ? "none" : added(before));
      Timer never = Timer.afterFunc(Duration.ofHours(1), () -> {});
      System.out.println(added(before));
      never.stop();
    }

    private static List<String> added(Set<Thread> before) {
      return threads().stream()
          .filter(thread -> !before.contains(thread))
          .map(Thread::getName)
          .toList();
    }

    private static Set<Thread> threads() {
      return new HashSet<>(Thread.getAllStackTraces().keySet());
    }
  }

  @Test
  @Spec({"TIMER-01", "TIMER-02", "TIMER-04", "TIMER-25"})
  void oneCarrierIsEnough() throws Exception {
    assertThat(OwnJvm.outputOf(OneCarrier.class, "-Djdk.virtualThreadScheduler.parallelism=1"))
        .containsExactly("600");
  }

  /** The program of that process: a crowd that waits in all the ways there are. */
  static final class OneCarrier {

    private OneCarrier() {}

    public static void main(String[] args) throws Exception {
      Channel<Integer> done = Channel.make();
      Ticker ticker = Ticker.make(Duration.ofNanos(100_000));
      for (int i = 0; i < 100; i++) {
        Duration soon = Duration.ofNanos(1 + i * 20_000L);
        Timer late = Timer.make(Duration.ofHours(1));
        Go.go(() -> done.send(Timer.after(soon).receive() == null ? 0 : 1));
        Go.go(() -> done.send(ticker.channel().receive() == null ? 0 : 1));
        Go.go(() -> done.send(Select.first(Select.receive(Timer.after(soon), due -> 1))));
        Go.go(() -> done.send(late.channel().receive() == null ? 0 : 1));
        Go.go(
            () -> {
              Go.sleep(soon);
              done.send(1);
            });
        Timer.afterFunc(
            soon,
            () -> {
              late.reset(Duration.ZERO);
              Go.go(() -> done.send(1));
            });
      }
      int sum = 0;
      for (int i = 0; i < 600; i++) {
        Integer next = done.receive(Duration.ofSeconds(20));
        sum += next == null ? 0 : next;
      }
      System.out.println(sum);
    }
  }
}
