package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.SingleFlight.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key of a single flight that is forgotten while its work runs. */
@ExtendWith(LeakCheck.class)
class SingleFlightForgetTest {

  private final GatedFlight gated = new GatedFlight();
  private final SingleFlight<String, String> pages = gated.pages;
  private final Channel<String> gate = gated.gate;

  @EveryThreadKind
  @Spec("SF-06")
  void forgetLetsTheNextCallStartAnew(ThreadKind kind) throws Exception {
    Attempt<Result<String>> old = gated.lead(kind);
    Attempt<Result<String>> waiting = gated.follow(kind);
    pages.forget("a");
    pages.forget("a");
    assertThat(pages).hasToString("pages(running=1)");
    Channel<String> second = Channel.make();
    Attempt<Result<String>> anew =
        kind.attempt("anew", () -> pages.run("a", second::receive)).awaitBlocked("chan receive");
    assertThat(pages).hasToString("pages(running=2)");
    gate.send("old");
    assertThat(old.result()).isEqualTo(new Result<>("old", null, true));
    assertThat(waiting.result()).isSameAs(old.result());
    // The end of the forgotten run has not freed the key of the newer one.
    assertThat(pages).hasToString("pages(running=1)");
    Attempt<Result<String>> joined = gated.follow(kind);
    second.send("new");
    assertThat(anew.result()).isEqualTo(new Result<>("new", null, true));
    assertThat(joined.result()).isSameAs(anew.result());
  }

  @Test
  @Spec("SF-06")
  void forgetOfWhatDoesNotRunDoesNothing() throws Exception {
    pages.forget("a");
    assertThat(gated.run("one").get()).isEqualTo("one");
    pages.forget("a");
    assertThat(pages).hasToString("pages(running=0)");
  }

  @Test
  @Spec("SF-06")
  void whoForgetsTheKeyOfItsOwnWorkMayRunItAgain() throws Exception {
    Result<String> outer =
        pages.run(
            "a",
            () -> {
              pages.forget("a");
              return gated.run("inner").get() + ", outer";
            });
    assertThat(outer).isEqualTo(new Result<>("inner, outer", null, false));
  }
}
