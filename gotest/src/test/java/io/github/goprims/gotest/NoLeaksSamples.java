package io.github.goprims.gotest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the Javadoc of the check for leaks shows. */
final class NoLeaksSamples {

  private NoLeaksSamples() {}

  @SuppressWarnings("try") // the check is for its end only
  static void runChecked(Task program) throws Exception {
    // @start region="check"
    try (LeakCheck check = LeakCheck.begin(Duration.ofSeconds(5))) {
      program.run();
    } // fails if a goroutine, a timer or a context is left
    // @end
  }

  static void count(Context context, SendChannel<Integer> numbers) throws Exception {
    for (int number = 1; ; number++) {
      context.send(numbers, number);
    }
  }

  // @start region="no-leaks"
  @NoLeaks
  static class CounterTest {
    @Test
    void countsFromOne() throws InterruptedException {
      Channel<Integer> numbers = Channel.make();
      try (CancelableContext context = Context.background().withCancel()) {
        Go.go(() -> count(context, numbers)); // without the context it would be left behind
        assertEquals(1, numbers.receive());
      }
    }
  }
  // @end
}
