package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@VirtualTime
class RetryTest {

  private final Retry retry = new Retry(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final List<Instant> tries = new ArrayList<>();

  private String failTimes(int failures) throws IOException {
    tries.add(Bubble.now());
    if (tries.size() <= failures) {
      throw new IOException("unavailable");
    }
    return "here";
  }

  @Test
  void pausesDoubleUpToAMinute() throws Exception {
    Instant start = Bubble.now();
    assertThat(retry.call(Context.background(), () -> failTimes(8))).isEqualTo("here");
    assertThat(tries)
        .extracting(time -> Duration.between(start, time).toSeconds())
        .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
  }

  @Test
  void itGivesUpWithItsContextAfterADay() {
    try (CancelableContext day = Context.background().withTimeout(Duration.ofDays(1))) {
      assertThatThrownBy(() -> retry.call(day, () -> failTimes(Integer.MAX_VALUE)))
          .isInstanceOf(DeadlineExceededException.class);
    }
    assertThat(tries).hasSize(1_445).last().isEqualTo(Instant.parse("2000-01-01T23:59:03Z"));
    assertThat(Bubble.now()).isEqualTo("2000-01-02T00:00:00Z");
  }
}
