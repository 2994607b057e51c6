package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.goprims.examples.Page;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleDeadlockError;
import io.github.goprims.gotest.BubbleOptions;
import io.github.goprims.gotest.BubbleStalledError;
import io.github.goprims.gotest.LeakCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What {@code docs/testing.md} shows is what tests say; its samples are compiled, and run. */
class TestingPageTest {

  private static final Page PAGE = Page.of("docs/testing.md", TestingPageTest.class);

  private static <T extends Throwable> String report(Class<T> type, Task body) {
    BubbleOptions options = BubbleOptions.defaults().patience(Duration.ofSeconds(1));
    return catchThrowableOfType(type, () -> Bubble.run(options, body)).getMessage();
  }

  @Test
  void samplesAreCompiled() throws IOException {
    PAGE.quotesSources("examples/src");
  }

  @Test
  void aCycleOfLocksIsADeadlock() throws IOException {
    PAGE.shows("deadlock", report(BubbleDeadlockError.class, TroubleSamples::twoLocks));
  }

  @Test
  void whatIsLeftBehindIsADeadlock() throws IOException {
    PAGE.shows("left behind", report(BubbleDeadlockError.class, TroubleSamples::nobodyCloses));
  }

  @Test
  void aWaitInTheJdkHoldsTimeBack() throws IOException {
    PAGE.shows("stall", report(BubbleStalledError.class, TroubleSamples::aLatch));
  }

  @Test
  void threadsOfAnExecutorAreOutside() throws IOException {
    assertThatThrownBy(() -> Bubble.run(TroubleSamples::anExecutor))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .satisfies(refused -> PAGE.shows("outside", refused.getMessage()));
  }

  @Test
  void aScheduleFindsWhatNeedsARareOrder() throws IOException {
    BubbleOptions options = BubbleOptions.defaults().schedules(200).seed(1);
    Throwable found =
        catchThrowableOfType(
            BubbleDeadlockError.class, () -> Bubble.run(options, TroubleSamples::theLastTicket));
    assertThat(found).hasMessageContaining("on tickets(length=0, capacity=1)");
    PAGE.shows("schedule", found.getSuppressed()[0].getMessage());
  }

  @Test
  void leaksAreNamed() throws IOException {
    LeakCheck check = LeakCheck.begin(Duration.ZERO);
    CancelableContext left = TroubleSamples.anAnswerNobodyWaitsFor();
    Await.until(
        "it sleeps",
        () ->
            Goroutines.snapshot().stream()
                .anyMatch(
                    goroutine ->
                        goroutine.name().equals("lookup")
                            && goroutine.waitReason().equals("chan receive")));
    AssertionError leak = catchThrowableOfType(AssertionError.class, check::close);
    left.cancel();
    PAGE.shows("leak", leak.getMessage());
  }
}
