package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import java.io.BufferedReader;
import java.io.IOException;
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
        BufferedReader events = events(shop)) {
      shop.order("a");

      readUntil(events, "data: accepted 1");

      assertThat(events.readLine()).isEqualTo("data: rejected 0");
    }
  }

  @Test
  void aViewerThatLeavesIsForgotten() throws Exception {
    try (Shop shop = new Shop(folder).open();
        BufferedReader stays = events(shop)) {
      try (BufferedReader leaves = events(shop)) {
        readUntil(leaves, "data: viewers 2");
      }
      readUntil(stays, "data: viewers 2");
      readUntil(stays, "data: viewers 1");
    }
  }

  private static BufferedReader events(Shop shop) throws Exception {
    return new BufferedReader(new InputStreamReader(shop.events(), UTF_8));
  }

  /** Or until the test's time is over. */
  private static void readUntil(BufferedReader events, String last) throws IOException {
    String line = events.readLine();
    while (!line.equals(last)) {
      assertThat(line).matches("|data: \\w+ \\d+( .*)?");
      line = events.readLine();
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
