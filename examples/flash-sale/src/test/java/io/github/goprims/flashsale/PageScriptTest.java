package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.htmlunit.BrowserVersion;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/**
 * The script of the page, in HtmlUnit, which has all that it needs but server-sent events: those
 * the test hands to it. In a real browser and over a real stream, {@code examples/flash-sale/look}
 * tries it.
 */
class PageScriptTest {

  private static final String EVENTS =
      "<script>window.EventSource = function() { window.source = this; };</script>";

  @Test
  void thePageShowsWhatTheEventsSay() throws Exception {
    try (WebClient browser = new WebClient(BrowserVersion.FIREFOX);
        MockWebConnection service = new MockWebConnection()) {
      String page;
      try (var resource = LivePage.class.getResourceAsStream("live.html")) {
        page = new String(resource.readAllBytes(), UTF_8);
      }
      byte[] body = page.replace("<script>", EVENTS + "<script>").getBytes(UTF_8);
      service.setDefaultResponse(body, 200, "OK", "text/html; charset=utf-8");
      browser.setWebConnection(service);
      HtmlPage shown = browser.getPage("http://localhost/");
      assertThat(text(shown, "state")).isEqualTo("connecting …");

      send(shown, new Snapshot(1_000, 0, 1_000, 0, 0, 0, 10, Map.of()));
      send(
          shown,
          new Snapshot(
              3_000,
              750,
              1_000,
              1_600,
              1_200,
              7,
              1_024,
              Map.of("select: outcome", 900, "sleep", 8)));
      browser.waitForBackgroundJavaScript(5_000);

      assertThat(text(shown, "state")).isEqualTo("live, running for 3 s");
      assertThat(text(shown, "queued")).isEqualTo("750");
      assertThat(text(shown, "capacity")).isEqualTo("1,000");
      assertThat(text(shown, "accepted")).isEqualTo("1,600");
      assertThat(text(shown, "accepted-rate")).isEqualTo("800");
      assertThat(text(shown, "rejected")).isEqualTo("1,200");
      assertThat(text(shown, "rejected-rate")).isEqualTo("600");
      assertThat(text(shown, "failed")).isEqualTo("7");
      assertThat(text(shown, "viewers")).isEqualTo("3");
      assertThat(text(shown, "goroutines")).isEqualTo("1,024");
      assertThat(text(shown, "blocked")).isEqualTo("908");
      List<String> waits =
          shown.querySelectorAll("#waits li").stream().map(row -> row.getTextContent()).toList();
      assertThat(waits).containsExactly("select: outcome900", "sleep8");
      DomElement curve = shown.querySelector("#queue-chart polyline");
      assertThat(curve.getAttribute("points")).isEqualTo("99.16,100.00 100.00,25.00");

      shown.executeJavaScript("source.onerror()");
      assertThat(text(shown, "state")).startsWith("the service does not answer");
    }
  }

  private static void send(HtmlPage page, Snapshot state) {
    String data = state.text().replace("\n", "\\n") + "viewers 3";
    page.executeJavaScript("source.onmessage({ data: '" + data + "' })");
  }

  private static String text(HtmlPage page, String id) {
    return page.getElementById(id).getTextContent();
  }
}
