package io.github.goprims.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.Mutex;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Scraped as Prometheus does it: by HTTP, as text. Other tests have primitives in this JVM as well,
 * so the names are those of this test alone.
 */
@ExtendWith(LeakCheck.class)
class GaugeBinderTest {

  @Test
  void prometheusSeesTheGauges() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GaugeBinder binder = new GaugeBinder(registry);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          binder.refresh();
          byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    Channel<Integer> orders = Channel.make("scraped-orders", 64);
    orders.send(1);
    Mutex accounts = new Mutex().named("scraped-accounts");
    accounts.lock();
    Attempt<Void> waiter =
        ThreadKind.VIRTUAL.attempt("waiter", () -> accounts.lock()).awaitBlocked("sync.Mutex.Lock");
    try {
      assertThat(scrape(server))
          .contains(
              "goprims_channel_length{name=\"scraped-orders\"} 1.0",
              "goprims_channel_capacity{name=\"scraped-orders\"} 64.0",
              "goprims_channel_receivers{name=\"scraped-orders\"} 0.0",
              "goprims_mutex_locked{name=\"scraped-accounts\"} 1.0",
              "goprims_mutex_waiters{name=\"scraped-accounts\"} 1.0")
          .anyMatch(line -> line.startsWith("goprims_process_timers "));
      orders.send(2);
      assertThat(scrape(server)).contains("goprims_channel_length{name=\"scraped-orders\"} 2.0");
      orders.named("scraped-invoices");
      assertThat(scrape(server))
          .contains("goprims_channel_length{name=\"scraped-invoices\"} 2.0")
          .noneMatch(line -> line.contains("scraped-orders"));
      accounts.unlock();
      assertThat(waiter.failed()).isFalse();
    } finally {
      server.stop(0);
    }
    Reference.reachabilityFence(orders);
  }

  /** What nobody has any more is gone from the next scrape but one, at the latest. */
  @Test
  void whatIsGarbageIsNotShown() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GaugeBinder binder = new GaugeBinder(registry);
    Channel<Integer> kept = Channel.make("scraped-kept", 1);
    Channel.make("scraped-dropped", 1);
    Await.until(
        "collected",
        () -> {
          System.gc();
          binder.refresh();
          return !registry.scrape().contains("scraped-dropped");
        });
    assertThat(registry.scrape()).contains("goprims_channel_length{name=\"scraped-kept\"} 0.0");
    Reference.reachabilityFence(kept);
  }

  private static List<String> scrape(HttpServer server) throws Exception {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .toList();
    }
  }
}
