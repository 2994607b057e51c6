package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@VirtualTime
class WorkersTest {

  private final AtomicInteger done = new AtomicInteger();

  private Workers twoWithSixJobs() throws InterruptedException {
    Workers workers = new Workers(2, 10);
    for (int i = 0; i < 6; i++) {
      workers.submit(
          context -> {
            context.sleep(Duration.ofSeconds(3));
            done.incrementAndGet();
          });
    }
    return workers;
  }

  @Test
  void allIsDoneIfThereIsTime() throws Exception {
    assertThat(twoWithSixJobs().shutDown(Duration.ofMinutes(1))).isTrue();
    assertThat(done).hasValue(6);
    assertThat(Bubble.now()).isEqualTo("2000-01-01T00:00:09Z"); // and no later
  }

  @Test
  void theRestIsGivenUpWhenTheTimeIsUp() throws Exception {
    assertThat(twoWithSixJobs().shutDown(Duration.ofSeconds(5))).isFalse();
    assertThat(done).hasValue(2);
    assertThat(Bubble.now()).isEqualTo("2000-01-01T00:00:05Z");
  }
}
