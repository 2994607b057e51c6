package io.github.goprims.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TicketsTest {

  @Test
  @VirtualTime(schedules = 200)
  void oneOfThreeBuyersGetsTheTicket() throws Exception {
    Channel<String> tickets = Channel.make("tickets", 1);
    Channel<String> sold = Channel.make("sold", 3);
    tickets.send("the last one");
    for (int i = 1; i <= 3; i++) {
      Go.go(
          "buyer-" + i,
          () -> {
            Go.sleep(Duration.ofMillis(Bubble.random().nextInt(3))); // thinks about it
            String ticket = tickets.tryReceive();
            if (ticket != null) {
              sold.send(ticket);
            }
          });
    }
    Bubble.sleep(Duration.ofMillis(2));
    assertThat(sold.length()).isEqualTo(1);
  }
}
