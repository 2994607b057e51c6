package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * That virtual time is quick, with bounds far from what it takes: they find what grows as it must
 * not. Counts the time of processors, since others may use them, too; and prints what it took.
 */
@Isolated
class BubbleSpeedTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static void within(Duration limit, String what, Task task) throws Exception {
    long start = PROCESS.getProcessCpuTime();
    task.run();
    Duration took = Duration.ofNanos(PROCESS.getProcessCpuTime() - start);
    System.out.printf("%s: %d ms%n", what, took.toMillis());
    assertThat(took).as(what).isLessThan(limit);
  }

  @Test
  void aDayByTheSecond() throws Exception {
    int day = 86_400;
    within(
        Duration.ofSeconds(2),
        "a day of ticks",
        () ->
            Bubble.run(
                () -> {
                  Ticker ticker = Ticker.make(SECOND);
                  for (int i = 0; i < day; i++) {
                    ticker.channel().receive();
                  }
                  assertThat(elapsed()).isEqualTo(Duration.ofDays(1));
                }));
  }

  /** The same, handed on: each tick wakes another goroutine. */
  @Test
  void aDayOfTicksHandedOn() throws Exception {
    int day = 86_400;
    within(
        Duration.ofSeconds(4),
        "a day of ticks, handed on",
        () ->
            Bubble.run(
                () -> {
                  Channel<Integer> seconds = Channel.make();
                  Go.go(
                      () -> {
                        for (int i = 0; i < day; i++) {
                          Go.sleep(SECOND);
                          seconds.send(i);
                        }
                        seconds.close();
                      });
                  AtomicInteger count = new AtomicInteger();
                  seconds.forEachReceived(second -> count.incrementAndGet());
                  assertThat(count).hasValue(day);
                }));
  }

  @Test
  void manySleepersWithTimesOfTheirOwn() throws Exception {
    int many = 10_000;
    AtomicInteger woken = new AtomicInteger();
    within(
        Duration.ofSeconds(5),
        "10,000 sleepers",
        () ->
            Bubble.run(
                () -> {
                  for (int i = 1; i <= many; i++) {
                    Duration time = SECOND.multipliedBy(i);
                    Go.go(
                        () -> {
                          Go.sleep(time);
                          woken.incrementAndGet();
                        });
                  }
                  Go.sleep(SECOND.multipliedBy(many + 1));
                }));
    assertThat(woken).hasValue(many);
  }

  /** Those that wait for something else than time cost little while time passes. */
  @Test
  void aClockAmongManyThatAreBlocked() throws Exception {
    int many = 10_000;
    within(
        Duration.ofSeconds(5),
        "an hour by the second beside 10,000 blocked",
        () ->
            Bubble.run(
                () -> {
                  Channel<Integer> end = Channel.make();
                  for (int i = 0; i < many; i++) {
                    Go.go(end::receive);
                  }
                  for (int i = 0; i < 3_600; i++) {
                    Go.sleep(SECOND);
                  }
                  end.close();
                }));
  }

  @Test
  void aThousandBubbles() throws Exception {
    within(
        Duration.ofSeconds(2),
        "1,000 bubbles",
        () -> {
          for (int i = 0; i < 1_000; i++) {
            Bubble.run(
                () -> {
                  Channel<Integer> channel = Channel.make();
                  Go.go(
                      () -> {
                        Go.sleep(SECOND);
                        channel.send(1);
                      });
                  channel.receive();
                });
          }
        });
  }
}
