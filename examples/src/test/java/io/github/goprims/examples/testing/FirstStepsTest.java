package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What {@code docs/testing.md} begins with. */
class FirstStepsTest {

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
  @VirtualTime
  void theNightInWhichSummerTimeBegins() throws Exception {
    Go.sleep(Duration.between(Bubble.now(), Instant.parse("2026-03-29T00:59:59Z")));
    Clock berlin = Bubble.clock().withZone(ZoneId.of("Europe/Berlin"));
    assertThat(LocalTime.now(berlin)).isEqualTo("01:59:59");
    Go.sleep(Duration.ofSeconds(1));
    assertThat(LocalTime.now(berlin)).isEqualTo("03:00:00");
  }

  @Test
  @VirtualTime
  void aDeadlineOfTheMachineIsDecadesAway() throws Exception {
    Instant soon = Instant.now().plusSeconds(30);
    try (CancelableContext context = Context.background().withDeadline(soon)) {
      assertThatThrownBy(() -> context.sleep(Duration.ofDays(365_000)))
          .isInstanceOf(DeadlineExceededException.class);
    }
    assertThat(Bubble.now()).isEqualTo(soon).isAfter("2026-01-01T00:00:00Z");
  }

  @Test
  @VirtualTime
  void aGoroutineThatEndsWithItsContextHasNotFailed(Context context) {
    Go.go("poller", () -> context.sleep(Duration.ofDays(1)));
  }

  @Test
  void aFailureDoesNotEndTheBubble() {
    AssertionError failure = new AssertionError("of another goroutine");
    AtomicReference<Instant> last = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Go.go(
                          () -> {
                            throw failure;
                          });
                      Go.sleep(Duration.ofDays(1));
                      last.set(Bubble.now());
                    }))
        .isSameAs(failure);
    assertThat(last.get()).isEqualTo("2000-01-02T00:00:00Z");
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
