package io.github.goprims.gotest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the Javadoc of the annotations and of the check for leaks shows. */
final class JUnitSamples {

  private JUnitSamples() {}

  static void beat(Context context, SendChannel<Instant> beats) throws Exception {
    for (; ; ) {
      context.sleep(Duration.ofHours(1));
      context.send(beats, Bubble.now());
    }
  }

  // @start region="virtual"
  @VirtualTime
  static class HeartbeatTest {
    private final Channel<Instant> beats = Channel.make(); // belongs to the bubble

    @Test
    void beatsEachHour(Context context) throws InterruptedException {
      Instant begin = Bubble.now();
      Go.go(() -> beat(context, beats)); // ends with the context, which ends with the test
      for (int hour = 1; hour <= 24; hour++) {
        assertEquals(begin.plus(Duration.ofHours(hour)), beats.receive());
      }
    } // after some milliseconds
  }

  // @end

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

  @SuppressWarnings("try") // the check is for its end only
  static void runChecked(Task program) throws Exception {
    // @start region="check"
    try (LeakCheck check = LeakCheck.begin(Duration.ofSeconds(5))) {
      program.run();
    } // fails if a goroutine, a timer or a context is left
    // @end
  }
}
