package io.github.goprims.flashsale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.Goroutines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;

/** What operators and their tools ask: is it well, what do its goroutines do, what has it kept. */
final class OperatorEndpoints {

  private final Intake intake;
  private final Store store;
  private final Writer writer;

  OperatorEndpoints(Intake intake, Store store, Writer writer) {
    this.intake = intake;
    this.store = store;
    this.writer = writer;
  }

  void addTo(HttpServer server) {
    add(server, "/healthz", this::health);
    add(
        server,
        "/debug/goroutines",
        exchange -> Responses.text(exchange, 200, Goroutines.dump() + "\n"));
    add(server, "/debug/heap", OperatorEndpoints::heap);
    add(server, "/orders/count", this::count);
  }

  private static void add(HttpServer server, String path, Endpoint endpoint) {
    server.createContext(path, endpoint);
  }

  /** Whether orders should be sent here now, and why not. */
  private void health(HttpExchange exchange) throws IOException {
    SQLException failure = writer.failure();
    if (!intake.isOpen()) {
      Responses.text(exchange, 503, "shutting down\n");
    } else if (failure != null) {
      Responses.text(exchange, 503, "the store fails: " + failure.getMessage() + "\n");
    } else {
      Responses.text(exchange, 200, "ok\n");
    }
  }

  private void count(HttpExchange exchange) throws IOException, SQLException {
    Responses.text(exchange, 200, store.count() + "\n");
  }

  /** The bytes that are in use after a garbage collection, which this asks for. */
  private static void heap(HttpExchange exchange) throws IOException {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Responses.text(exchange, 200, used + "\n");
  }
}
