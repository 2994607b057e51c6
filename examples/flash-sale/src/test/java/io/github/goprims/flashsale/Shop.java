package io.github.goprims.flashsale;

import static java.util.Objects.requireNonNull;

import io.github.goprims.gochan.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service with one worker and two places in the queue, and a client of it. The worker waits with
 * each order until the {@link #gate} is open.
 */
final class Shop implements AutoCloseable {

  static final int QUEUE = 2;
  private static final double ORDERS_PER_SECOND = 0.5;

  final Channel<Void> gate = Channel.make();
  final Set<String> handled = ConcurrentHashMap.newKeySet();
  final OrderService service;
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean closed;

  /** Opens a shop whose store is in a folder. */
  Shop(Path folder) throws IOException, SQLException {
    Handler handler =
        (context, order) -> {
          handled.add(order.id());
          context.receive(gate);
        };
    service =
        new OrderService(
            new Settings(0, folder, QUEUE, 1, ORDERS_PER_SECOND, handler, Duration.ofDays(1)));
  }

  /** Opens the gate for good. */
  Shop open() {
    gate.close();
    return this;
  }

  /** Orders one ticket; headers are pairs of name and value. */
  HttpResponse<String> order(String id, String... headers) throws Exception {
    return post("id=" + id + "&item=ticket&quantity=1", headers);
  }

  HttpResponse<String> post(String form, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.uri("/orders")).POST(BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(service.uri(path)).build(), BodyHandlers.ofString());
  }

  /** A connection for requests that no HTTP client would send. */
  Socket connect() throws IOException {
    return new Socket(service.uri("/").getHost(), service.uri("/").getPort());
  }

  /** The server-sent events of the page. */
  InputStream events() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(service.uri("/events")).build();
    return requireNonNull(client.send(request, BodyHandlers.ofInputStream()).body());
  }

  /** Shuts the service down, and says how many orders it has stored. */
  long shutDown() throws Exception {
    closed = true;
    return service.close();
  }

  @Override
  public void close() {
    gate.tryClose();
    try {
      if (!closed) {
        shutDown();
      }
    } catch (Exception e) {
      throw new AssertionError("shutdown failed", e);
    } finally {
      client.shutdownNow();
    }
  }
}
