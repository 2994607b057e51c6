package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.SingleFlight.Result;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results of a single flight that arrive on channels. */
@ExtendWith(LeakCheck.class)
class SingleFlightChannelTest {

  private final GatedFlight gated = new GatedFlight();
  private final SingleFlight<String, String> pages = gated.pages;
  private final Channel<String> gate = gated.gate;

  @Test
  @Spec({"SF-04", "SF-05"})
  void theResultArrivesOnAChannelThatStaysOpen() throws Exception {
    SingleFlight<String, Thread> threads = new SingleFlight<>();
    ReceiveChannel<Result<Thread>> answers = threads.runAsync("a", Thread::currentThread);
    assertThat(answers.capacity()).isEqualTo(1);
    Result<Thread> result = answers.receive();
    assertThat(result.shared()).isFalse();
    assertThat(result.get()).isNotSameAs(Thread.currentThread()).matches(Thread::isVirtual);
    assertThat(answers.tryReceive()).isNull();
    assertThat(answers.isDrained()).isFalse();
  }

  @Test
  @Spec({"SF-04", "SF-03"})
  void nobodyNeedReceiveTheResult() throws Exception {
    for (int i = 0; i < 10; i++) {
      ReceiveChannel<Result<String>> unread = pages.runAsync("a", () -> "page");
      Await.until("the result is there", () -> unread.length() == 1);
    }
    assertThat(pages).hasToString("pages(running=0)");
  }

  @EveryThreadKind
  @Spec({"SF-05", "SF-02", "SF-04"})
  void callersOfBothFormsShareRuns(ThreadKind kind) throws Exception {
    ReceiveChannel<Result<String>> first = pages.runAsync("a", gated::work);
    Attempt<Result<String>> follower = gated.follow(kind);
    ReceiveChannel<Result<String>> second = pages.runAsync("a", gated::work);
    gate.send("page");
    Result<String> shared = follower.result();
    assertThat(shared).isEqualTo(new Result<>("page", null, true));
    assertThat(first.receive()).isSameAs(shared);
    assertThat(second.receive()).isSameAs(shared);
    assertThat(gated.runs.get()).isEqualTo(1);

    Attempt<Result<String>> leader = gated.lead(kind);
    ReceiveChannel<Result<String>> third = pages.runAsync("a", gated::work);
    gate.send("next");
    assertThat(third.receive()).isSameAs(leader.result());
    assertThat(leader.result()).isEqualTo(new Result<>("next", null, true));
  }

  @Test
  @Spec("SF-12")
  void whoWantsToGiveUpSelectsOnTheChannel() throws Exception {
    SingleFlightSamples samples = new SingleFlightSamples(URI::getHost);
    assertThat(samples.pageSoon(URI.create("http://page/"))).isEqualTo("page");
    assertThat(samples.page(URI.create("http://page/"))).isEqualTo("page");
  }
}
