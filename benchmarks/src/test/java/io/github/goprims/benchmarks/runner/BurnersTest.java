package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The load of others that a comparison makes. */
class BurnersTest {
  private static final int ENOUGH_NANOS = 20_000_000;

  @Test
  void theyComputeUntilClosed() throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Thread> burning;
    try (Burners burners = new Burners(2)) {
      burning = burners.threads();
      assertThat(burning).hasSize(2);
      for (Thread thread : burning) {
        while (threads.getThreadCpuTime(thread.threadId()) < ENOUGH_NANOS) {
          assertThat(thread.isAlive()).isTrue();
        }
      }
    }
    for (Thread thread : burning) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void noneAreNone() {
    try (Burners burners = new Burners(0)) {
      assertThat(burners.threads()).isEmpty();
    }
  }
}
