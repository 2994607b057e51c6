package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.Go;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Both ends of the bridge to Flow in a bubble. */
class BubbleFlowsTest {

  @Test
  void theirWaitsLetTimePass() throws Exception {
    Bubble.run(
        () -> {
          Channel<String> letters = Channel.make();
          Go.go(
              "postman",
              () -> {
                Go.sleep(Duration.ofDays(1));
                letters.send("hello");
                letters.close();
              });
          FlowSubscription<String> subscription = Flows.subscribe(Flows.publisher(letters), 1);
          assertThat(subscription.channel().receive()).isEqualTo("hello");
          assertThat(Bubble.now()).isEqualTo("2000-01-02T00:00:00Z");
          assertThat(subscription.channel().receive()).isNull();
        });
  }

  @Test
  void aSubscriptionThatNobodyEndsIsADeadlock() {
    assertThatThrownBy(
            () -> Bubble.run(() -> Flows.subscribe(Flows.publisher(Channel.make("letters", 1)), 1)))
        .isInstanceOf(BubbleDeadlockError.class)
        .hasMessageContaining("Flows.publisher")
        .hasMessageContaining("letters(length=0, capacity=1)");
    assertThat(Bubble.isInside()).isFalse();
  }
}
