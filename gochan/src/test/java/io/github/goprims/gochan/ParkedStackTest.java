package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What stands on the stack of a parked goroutine between its own code and the JDK. Each frame takes
 * memory, for each such goroutine: docs/measurements.md says how much.
 */
@ExtendWith(LeakCheck.class)
class ParkedStackTest {

  private static final Duration LONG = Duration.ofDays(1);

  @EveryCapacity
  void aReceiverHasFourFrames(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    for (Attempt<?> attempt :
        List.of(
            ThreadKind.VIRTUAL.attempt("receiver", () -> channel.receive()),
            ThreadKind.VIRTUAL.attempt("timed receiver", () -> channel.receive(LONG)))) {
      attempt.awaitBlocked("chan receive");
      assertThat(frames(attempt))
          .containsExactly(
              "Waiter.await",
              "QueuedCore.awaitReceive",
              capacity == 0 ? "RendezvousCore.receive" : "BufferedCore.receive",
              "Channel.receive");
      attempt.interrupt();
      assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @EveryCapacity
  void aSenderHasFourFrames(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    Attempt<?> attempt = ThreadKind.VIRTUAL.attempt("sender", () -> channel.send(1));
    attempt.awaitBlocked("chan send");
    assertThat(frames(attempt))
        .containsExactly(
            "Waiter.await",
            "QueuedCore.awaitSend",
            capacity == 0 ? "RendezvousCore.send" : "BufferedCore.send",
            "Channel.send");
    attempt.interrupt();
    assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
  }

  private static List<String> frames(Attempt<?> attempt) {
    return Arrays.stream(attempt.thread().getStackTrace())
        .dropWhile(frame -> !frame.getClassName().endsWith(".Waiter"))
        .takeWhile(frame -> !frame.getClassName().contains("Test"))
        .map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
        .toList();
  }
}
