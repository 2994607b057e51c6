package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a search for what a test has left behind sees the timer of a function. */
@ExtendWith(LeakCheck.class)
class UnfinishedTimerTest {

  private static final Duration LONG = Duration.ofDays(1);

  private static FunctionTimer timer() {
    Channel.nil(); // rehearses
    return new FunctionTimer(() -> {});
  }

  @Test
  void itIsLeftUntilItIsStopped() {
    FunctionTimer timer = timer();
    TestKit.Unfinished left = timer;
    assertThat(left.isUnfinished()).isFalse();
    timer.restart(LONG);
    assertThat(left.isUnfinished()).isTrue();
    timer.stop();
    assertThat(left.isUnfinished()).isFalse();
  }

  @Test
  void itIsLeftUntilItHasRung() {
    FunctionTimer timer = timer();
    timer.restart(Duration.ofMillis(1));
    Await.until("it has rung", () -> !timer.isUnfinished());
    assertThat(timer.stop()).isFalse();
  }

  @Test
  void oneThatNeverRingsHoldsNothing() {
    FunctionTimer timer = timer();
    timer.restart(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(timer.isUnfinished()).isFalse();
    assertThat(timer.stop()).isTrue();
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(timer().toString()).matches("timer@[0-9a-f]+");
  }
}
