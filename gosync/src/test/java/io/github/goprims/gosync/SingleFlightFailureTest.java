package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.SingleFlight.Result;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work of a single flight that throws or is interrupted: all that share the run are told. */
@ExtendWith(LeakCheck.class)
class SingleFlightFailureTest {

  private final GatedFlight gated = new GatedFlight();
  private final SingleFlight<String, String> pages = gated.pages;
  private final Channel<String> gate = gated.gate;

  @EveryThreadKind
  @Spec({"SF-01", "SF-03", "SF-07", "SF-09", "SF-10"})
  void whateverTheWorkThrowsIsTheOutcomeOfAll(ThreadKind kind) throws Exception {
    for (Throwable failure :
        List.of(
            new Exception("checked"),
            new RuntimeException("unchecked"),
            new AssertionError("error"),
            new InterruptedException("interrupt"))) {
      Callable<String> failing =
          () -> {
            gate.receive();
            throw Sneaky.<Exception>sneak(failure);
          };
      Attempt<Result<String>> leader = kind.attempt("leader", () -> pages.run("a", failing));
      leader.awaitBlocked("chan receive");
      Attempt<Result<String>> follower = gated.follow(kind);
      ReceiveChannel<Result<String>> answers = pages.runAsync("a", gated::work);
      gate.send("go on");
      Result<String> shared = leader.result();
      assertThat(shared).isEqualTo(new Result<>(null, failure, true));
      assertThat(follower.result()).isSameAs(shared);
      assertThat(answers.receive()).isSameAs(shared);
      assertThat(catchThrowable(shared::get)).isSameAs(failure);
      // An interrupt has ended the work of the leader, and of nobody else.
      assertThat(leader.leftInterrupted()).isEqualTo(failure instanceof InterruptedException);
      assertThat(follower.leftInterrupted()).isFalse();
      assertThat(gated.run("next")).isEqualTo(new Result<>("next", null, false));
    }
    assertThat(gated.runs.get()).isZero();
  }

  @EveryThreadKind
  @Spec({"SF-10", "SF-12"})
  void anInterruptOfTheLeaderIsForItsWork(ThreadKind kind) {
    Attempt<Result<String>> leader = gated.lead(kind);
    Attempt<Result<String>> follower = gated.follow(kind);
    leader.interrupt();
    assertThat(leader.result().error()).isInstanceOf(InterruptedException.class);
    assertThat(leader.leftInterrupted()).isTrue();
    assertThat(follower.result()).isSameAs(leader.result());
    assertThat(follower.leftInterrupted()).isFalse();
  }

  @EveryThreadKind
  @Spec("SF-10")
  void workThatSurvivesAnInterruptHasAValue(ThreadKind kind) {
    Attempt<Result<String>> leader =
        kind.attempt(
            "leader",
            () ->
                pages.run(
                    "a",
                    () -> {
                      Thread.currentThread().interrupt();
                      return "all the same";
                    }));
    assertThat(leader.result().value()).isEqualTo("all the same");
    assertThat(leader.leftInterrupted()).isTrue();
  }

  @Test
  @Spec({"SF-08", "SF-09"})
  void aFailureInAGoroutineReachesEachChannelAndNobodyElse() throws Exception {
    Error failure = new AssertionError("in a goroutine");
    ReceiveChannel<Result<String>> first =
        pages.runAsync(
            "a",
            () -> {
              gate.receive();
              throw failure;
            });
    ReceiveChannel<Result<String>> second = pages.runAsync("a", gated::work);
    gate.send("go on");
    Result<String> shared = first.receive();
    assertThat(shared).isEqualTo(new Result<>(null, failure, true));
    assertThat(second.receive()).isSameAs(shared);
    assertThat(gated.run("next").get()).isEqualTo("next");
  }

  /** Throws what is not declared. */
  private static final class Sneaky {
    @SuppressWarnings("unchecked")
    static <E extends Throwable> E sneak(Throwable failure) throws E {
      throw (E) failure;
    }
  }
}
