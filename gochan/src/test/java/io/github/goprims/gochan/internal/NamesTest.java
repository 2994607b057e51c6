package io.github.goprims.gochan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.testing.Await;
import org.junit.jupiter.api.Test;

/** A name may have come from outside: it is shown on one line, and briefly. */
class NamesTest {

  private static final String FORGED = "5 goroutines: chan receive, for 9 h";

  @Test
  void aNameBeginsNoLineOfADump() {
    String name = "shop\n\n" + FORGED;
    Channel<String> orders = Channel.make(name, 0);
    Thread thread = Go.go(name, () -> orders.receive());
    Await.blocked(thread, "chan receive");
    assertThat(Goroutines.dump().lines())
        .doesNotContain(FORGED)
        .contains("    on shop\\n\\n" + FORGED + "(length=0, capacity=0)")
        .contains("    threads shop\\n\\n" + FORGED);
    orders.close();
    Await.ended(thread);
  }

  @Test
  void whatSteersATerminalIsSpeltOut() {
    assertThat(Channel.make("a\u001b[31m\r\t\u2028b\u009b", 1))
        .hasToString("a\\u001b[31m\\u000d\\u0009\\u2028b\\u009b(length=0, capacity=1)");
    assertThat(Channel.make("Größe 漢字 🙂 \"x\"", 1))
        .hasToString("Größe 漢字 🙂 \"x\"(length=0, capacity=1)");
  }

  @Test
  void ofALongNameTheBeginningIsShown() {
    assertThat(Channel.make("n".repeat(10_000), 1))
        .hasToString("n".repeat(200) + "…(length=0, capacity=1)");
    assertThat(Channel.make("n".repeat(199) + "🙂🙂", 1))
        .hasToString("n".repeat(199) + "…(length=0, capacity=1)");
    Thread thread = Thread.ofVirtual().name("t".repeat(10_000)).unstarted(() -> {});
    assertThat(Names.of(thread)).isEqualTo("t".repeat(200) + "…");
  }

  @Test
  void anEmptyNameIsAsNone() {
    assertThat(Channel.make("", 1).toString()).startsWith("channel@");
  }
}
