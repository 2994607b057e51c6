package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** What {@code docs/testing.md} begins with. */
class FirstStepsTest {

  @Test
  @VirtualTime
  void aLetterTakesADay() throws Exception {
    Channel<String> letters = Channel.make();
    Go.go(
        "postman",
        () -> {
          Go.sleep(Duration.ofDays(1));
          letters.send("hello");
        });
    assertThat(letters.receive()).isEqualTo("hello");
    assertThat(Bubble.now()).isEqualTo("2000-01-02T00:00:00Z");
  }

  @Test
  @VirtualTime
  void theCounterHasSeenBoth() throws Exception {
    Channel<String> events = Channel.make("events", 10);
    List<String> seen = new ArrayList<>();
    Go.go("counter", () -> events.forEachReceived(seen::add));
    events.send("a");
    events.send("b");
    Bubble.await(); // until the counter waits for the next
    assertThat(seen).containsExactly("a", "b");
    events.close();
  }

  @Test
  @VirtualTime
  void nobodyWritesForADay() throws Exception {
    Channel<String> letters = Channel.make("letters", 1);
    Go.go("postman", () -> letters.send("hello"));
    assertThat(letters.receive()).isEqualTo("hello");
    assertThat(letters.receive(Duration.ofDays(1))).isNull();
    assertThat(Bubble.now()).isEqualTo("2000-01-02T00:00:00Z");
  }

  @Test
  @VirtualTime
  void tasksOfAnExecutorAreInside() throws Exception {
    ThreadFactory factory = Goroutines.factory("requests");
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      Future<Instant> end =
          executor.submit(
              () -> {
                Go.sleep(Duration.ofHours(1));
                return Bubble.now();
              });
      Go.sleep(Duration.ofHours(2)); // a get() would hold back the time that the task needs
      assertThat(end.get()).isEqualTo("2000-01-01T01:00:00Z");
    }
  }

  @Test
  void withoutAnAnnotation() throws Exception {
    Bubble.run(
        () -> {
          Go.sleep(Duration.ofHours(1));
          assertThat(Bubble.now()).isEqualTo("2000-01-01T01:00:00Z");
        });
  }
}
