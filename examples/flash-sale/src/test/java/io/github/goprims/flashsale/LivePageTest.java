package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {

  @TempDir private Path folder;

  @Test
  void eventsTellTheStateOfNow() throws Exception {
    try (Shop shop = new Shop(folder).open();
        BufferedReader events = new BufferedReader(new InputStreamReader(shop.events(), UTF_8))) {
      shop.order("a");

      String line = events.readLine();
      while (!line.equals("data: accepted 1")) { // or the test's time is over
        assertThat(line).matches("|data: \\w+ \\d+( .*)?");
        line = events.readLine();
      }
      assertThat(events.readLine()).isEqualTo("data: rejected 0");
    }
  }

  @Test
  void aFeedThatIsFullLosesItsOldestEvents() throws Exception {
    Channel<String> feed = Channel.make(3);
    List.of("1", "2", "3", "4", "5").forEach(event -> LivePage.replaceOldest(feed, event));
    feed.close();
    assertThat(feed.stream()).containsExactly("3", "4", "5");
  }

  @Test
  void thePageTakesNothingFromOtherHosts() throws Exception {
    try (Shop shop = new Shop(folder).open()) {
      assertThat(shop.get("/").body()).contains("<title>Flash sale</title>").doesNotContain("http");
      assertThat(shop.get("/").headers().firstValue("Content-Security-Policy"))
          .contains("default-src 'self' 'unsafe-inline'; img-src data:");
      assertThat(shop.get("/favicon.ico").statusCode()).isEqualTo(404);
    }
  }
}
