package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the initializers of classes make that a bubble is the first to need. */
@ExtendWith(LeakCheck.class)
class BubbleInitializerTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static void refused(Task use, String beginning) {
    for (Task place : new Task[] {use, () -> Bubble.run(use)}) {
      assertThatThrownBy(place::run)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(beginning)
          .hasMessageContaining(" from outside its bubble: it was made in bubble-");
    }
  }

  private static final class WithTimer {
    static final Timer TIMER = Timer.make(HOUR);
    static final Ticker TICKER = Ticker.make(HOUR);
  }

  /** It goes by the clock of that bubble, and so it is of that one. */
  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-11"})
  void aTimerBelongsToTheBubbleByWhoseClockItGoes() throws Exception {
    Bubble.run(
        () -> {
          WithTimer.TIMER.channel().receive();
          assertThat(elapsed()).isEqualTo(HOUR);
          WithTimer.TICKER.channel().receive();
          WithTimer.TICKER.channel().receive();
          assertThat(elapsed()).isEqualTo(HOUR.multipliedBy(2));
        });
    refused(() -> WithTimer.TIMER.channel().receive(), "receive on timer@");
    refused(WithTimer.TIMER::stop, "stop of timer@");
    refused(() -> WithTimer.TICKER.reset(HOUR), "reset of timer@");
  }

  private static final class WithFunction {
    static final AtomicInteger RAN = new AtomicInteger();
    static final Timer TIMER = Timer.afterFunc(HOUR, RAN::incrementAndGet);
  }

  /** Its clock stands still for good when the bubble has ended. */
  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-11"})
  void aTimerWithAFunctionToo() throws Exception {
    Bubble.run(
        () -> {
          WithFunction.TIMER.reset(HOUR);
          Bubble.sleep(HOUR);
          assertThat(WithFunction.RAN).hasValue(1);
        });
    refused(() -> WithFunction.TIMER.reset(HOUR), "reset of timer@");
  }

  private static final class WithDeadline {
    static final CancelableContext CONTEXT = Context.background().withTimeout(HOUR);
  }

  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-11"})
  void aContextWithADeadlineToo() throws Exception {
    Bubble.run(
        () -> {
          WithDeadline.CONTEXT.done().receive();
          assertThat(elapsed()).isEqualTo(HOUR);
        });
    refused(WithDeadline.CONTEXT::cancel, "cancel of context.Background.WithDeadline");
  }

  private static final AtomicReference<Context> OLDER = new AtomicReference<>();

  private static final class AsksForDone {
    static final ReceiveChannel<Void> DONE = OLDER.get().done();
  }

  /** What is made for something older belongs where that does, whoever asks for it first. */
  @Test
  @Spec({"SYNCTEST-05", "SYNCTEST-11"})
  void theChannelOfAContextBelongsWhereTheContextDoes() throws Exception {
    Bubble.run(
        () -> {
          OLDER.set(Context.background().withTimeout(HOUR));
          AsksForDone.DONE.receive();
          assertThat(elapsed()).isEqualTo(HOUR);
        });
  }
}
