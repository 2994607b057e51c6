package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.SingleFlight.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that calls the single flight it runs in. */
@ExtendWith(LeakCheck.class)
class SingleFlightRecursionTest {

  private final GatedFlight gated = new GatedFlight();
  private final SingleFlight<String, String> pages = gated.pages;

  @EveryThreadKind
  @Spec("SF-11")
  void aCallForTheSameKeyFromWithinIsRefused(ThreadKind kind) throws Exception {
    Attempt<Result<String>> caller =
        kind.attempt(
            "caller",
            () ->
                pages.run(
                    "a",
                    () -> {
                      assertThatThrownBy(() -> gated.run("inner"))
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessage(
                              "sync: SingleFlight is called for a key from within its own work: a of pages(running=1), which would wait for itself: take the call out of the work, or forget the key first");
                      assertThatThrownBy(() -> pages.run(Context.background(), "a", () -> "inner"))
                          .isInstanceOf(IllegalStateException.class);
                      return pages.run("b", () -> "another key").get();
                    }));
    // Nothing has changed by the refusal: nobody has joined.
    assertThat(caller.result()).isEqualTo(new Result<>("another key", null, false));
    assertThat(gated.run("next").get()).isEqualTo("next");
  }

  @Test
  @Spec({"SF-11", "SF-05"})
  void workOfAGoroutineIsRefusedLikewise() throws Exception {
    Result<String> result = pages.runAsync("a", () -> gated.run("inner").get()).receive();
    assertThat(result.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from within its own work");
    assertThat(gated.run("next").get()).isEqualTo("next");
  }

  @Test
  @Spec({"SF-04", "SF-11"})
  void workMayLeaveAChannelForItsOwnResult() throws Exception {
    Channel<ReceiveChannel<Result<String>>> channels = Channel.make(1);
    Result<String> result =
        pages.run(
            "a",
            () -> {
              channels.send(pages.runAsync("a", () -> "unused"));
              return "page";
            });
    assertThat(channels.receive().receive()).isSameAs(result);
    assertThat(result).isEqualTo(new Result<>("page", null, true));
  }
}
