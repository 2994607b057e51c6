package io.github.goprims.examples.diagnosing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.Goroutines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Shows the goroutines of a service to those on the same machine, on the HTTP server of the JDK.
 *
 * <p>That server answers on a platform thread unless it is given an executor: so it does while no
 * virtual thread gets a turn.
 */
final class DebugEndpoint {

  private DebugEndpoint() {}

  /** Starts it, for as long as the process lives; returns the port. */
  static int start(int port) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress(); // stacks are nothing for strangers
    HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
    server.createContext("/debug/goroutines", exchange -> answer(exchange, Goroutines.dump()));
    server.createContext("/debug/report", exchange -> answer(exchange, report(exchange)));
    server.start();
    return server.getAddress().getPort();
  }

  /** {@code ?seconds=60} tells of waits that have taken a minute or more. */
  private static String report(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query == null
        ? Goroutines.report()
        : Goroutines.report(Duration.ofSeconds(Long.parseLong(query.replace("seconds=", ""))));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
