package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@VirtualTime
class ExpiringCacheTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NANO = Duration.ofNanos(1);

  private final AtomicInteger loads = new AtomicInteger();

  private int slowLoad(String key) throws InterruptedException {
    Go.sleep(Duration.ofSeconds(2));
    return loads.incrementAndGet();
  }

  @Test
  void aHundredReadersShareOneLoadAMinute() throws Exception {
    var cache = new ExpiringCache<>(Bubble.clock(), MINUTE, this::slowLoad);
    WaitGroup readers = new WaitGroup();
    for (int i = 0; i < 100; i++) {
      readers.go(
          () -> {
            assertThat(cache.get("page")).isEqualTo(1); // all wait for the same load
            Go.sleep(MINUTE.minus(NANO));
            assertThat(cache.get("page")).isEqualTo(1); // for the last time
            Go.sleep(NANO);
            assertThat(cache.get("page")).isEqualTo(2);
          });
    }
    readers.await();
    assertThat(Bubble.now()).isEqualTo("2000-01-01T00:01:04Z");
  }
}
