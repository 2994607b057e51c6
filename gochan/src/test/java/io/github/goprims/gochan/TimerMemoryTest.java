package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** What timers leave behind, and what a select on them allocates. */
@ExtendWith(LeakCheck.class)
@Isolated("measures the heap")
class TimerMemoryTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MILLION = 1_000_000;
  private static final long LESS_THAN_ALL_TIMERS = MILLION * 16L; // an object each would be more

  @Test
  @Spec({"TIMER-19", "TIMER-20"})
  void aMillionAbandonedTimersLeaveNothing() {
    long before = usedHeap();
    int due = 0;
    for (int i = 0; i < MILLION; i++) {
      ReceiveChannel<Instant> channel =
          switch (i % 4) {
            case 0 -> Timer.after(HOUR);
            case 1 -> Timer.make(HOUR).channel();
            case 2 -> Ticker.make(HOUR).channel();
            default -> {
              Timer timer = Timer.make(HOUR);
              timer.reset(HOUR.multipliedBy(2));
              yield timer.channel();
            }
          };
      due += channel.tryReceive() == null ? 0 : 1;
    }
    assertThat(due).isZero();
    assertThat(usedHeap()).isLessThan(before + LESS_THAN_ALL_TIMERS);
  }

  /** The six forms of Go's own test, and those that were waited for. */
  @Test
  @Spec("TIMER-19")
  void unreferencedTimersAndTickersAreGarbage() {
    List<WeakReference<?>> references = new ArrayList<>();
    try (ManualTime time = ManualTime.install()) {
      for (Duration duration : List.of(Duration.ofNanos(1), HOUR)) {
        references.add(new WeakReference<>(TimerTest.coreOf(Timer.after(duration))));
        references.add(new WeakReference<>(TimerTest.coreOf(Timer.make(duration).channel())));
        references.add(new WeakReference<>(TimerTest.coreOf(Ticker.make(duration).channel())));
        references.add(stopped(duration));
        references.add(waitedFor(time, duration));
      }
      time.advance(Duration.ofMinutes(1));
    }
    Await.until(
        "all collected",
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.get() == null);
        });
    assertThat(references).hasSize(10).allMatch(reference -> reference.get() == null);
  }

  private static WeakReference<?> stopped(Duration duration) {
    Timer timer = Timer.make(duration);
    timer.stop();
    return new WeakReference<>(TimerTest.coreOf(timer.channel()));
  }

  private static WeakReference<?> waitedFor(ManualTime time, Duration duration) {
    Ticker ticker = Ticker.make(duration);
    Thread thread = Go.go(() -> ticker.channel().receive());
    time.awaitSleepers(1);
    thread.interrupt();
    Await.ended(thread);
    return new WeakReference<>(TimerTest.coreOf(ticker.channel()));
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** On a platform thread, where the JVM counts. */
  @Test
  @Spec("SELECT-26")
  void aPreparedSelectAllocatesNothingButTheTime() {
    long instant = 24;
    assertThat(allocated(HOUR)).as("for 100,000 rounds with no timer due").isLessThan(2_000);
    assertThat(allocated(Duration.ofNanos(1)))
        .as("for 100,000 ticks")
        .isLessThan(100_000 * instant + 2_000);
  }

  private static long allocated(Duration period) {
    Attempt<Long> attempt =
        ThreadKind.PLATFORM.attempt(
            "loop",
            () -> {
              Channel<Integer> values = Channel.make(1);
              Ticker ticker = Ticker.make(period);
              Select select = Select.create();
              ReceiveCase<Integer> value = select.onReceive(values);
              ReceiveCase<Instant> tick = select.onReceive(ticker.channel());
              if (period == HOUR) {
                values.send(1);
              }
              run(select, value, tick, values, 50_000);
              ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
              long id = Thread.currentThread().threadId();
              threads.getThreadAllocatedBytes(id);
              long before = threads.getThreadAllocatedBytes(id);
              run(select, value, tick, values, 100_000);
              return threads.getThreadAllocatedBytes(id) - before;
            });
    return Objects.requireNonNull(attempt.result());
  }

  private static void run(
      Select select,
      ReceiveCase<Integer> value,
      ReceiveCase<Instant> tick,
      Channel<Integer> values,
      int rounds) {
    for (int round = 0; round < rounds; ) {
      SelectCase winner = select.poll();
      if (winner == value) {
        values.trySend(value.value());
        round++;
      } else if (winner == tick) {
        round++;
      }
    }
  }
}
