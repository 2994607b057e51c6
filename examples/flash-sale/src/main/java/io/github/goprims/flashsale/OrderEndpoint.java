package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.github.goprims.examples.travel.Headers;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.RWMutex;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The path {@code /orders}: POST places an order, GET lists what is stored, a page at a time.
 *
 * <p>A client that hangs up is not noticed until its answer is written: the HTTP server of the JDK
 * tells nobody. Its order is handled like the others until the deadline, and a retry with the same
 * id learns what became of it.
 */
final class OrderEndpoint implements Endpoint {

  private static final int MAX_BODY = 1_000;
  private static final int PAGE = 1_000;

  private final Intake intake;
  private final Store store;
  private final Counts counts;
  private final Duration limit;

  /**
   * Held by each order, until its request has the answer; and for ever by the one who closes. Not
   * while a body is read: whoever sends it slowly would hold up the shutdown, until the deadline.
   */
  private final RWMutex open = new RWMutex().named("open");

  OrderEndpoint(Intake intake, Store store, Counts counts, Duration limit) {
    this.intake = intake;
    this.store = store;
    this.counts = counts;
    this.limit = limit;
  }

  @Override
  public void answer(HttpExchange exchange) throws IOException, InterruptedException, SQLException {
    switch (exchange.getRequestMethod()) {
      case "POST" -> post(exchange);
      case "GET" -> list(exchange);
      default -> Responses.text(exchange, 405, "GET and POST only\n");
    }
  }

  /** Waits until all orders that were placed have their answers, and refuses those that follow. */
  void close() {
    open.lock();
  }

  private void post(HttpExchange exchange) throws IOException, InterruptedException {
    try (CancelableContext context =
        Headers.arriving(Context.background(), exchange.getRequestHeaders()::getFirst, limit)) {
      Order order;
      try {
        order = Order.of(context.call(() -> fields(exchange)));
      } catch (IllegalArgumentException e) {
        Responses.text(exchange, 400, "refused: " + e.getMessage() + "\n");
        return;
      } catch (ContextDoneException e) {
        return; // an exchange without an answer closes the connection, and does not read on
      }
      place(exchange, context, order);
    }
  }

  private void place(HttpExchange exchange, Context context, Order order)
      throws IOException, InterruptedException {
    if (!open.tryRLock()) {
      respond(exchange, Outcome.CLOSING);
      return;
    }
    try {
      Outcome outcome = intake.submit(new Pending(order, context));
      counts.add(outcome);
      Log.fine(context, order.id() + " " + outcome.text());
      respond(exchange, outcome);
    } finally {
      open.rUnlock();
    }
  }

  private void respond(HttpExchange exchange, Outcome outcome) throws IOException {
    if (outcome.status() == 503) {
      String seconds = Long.toString(intake.retryAfterSeconds());
      exchange.getResponseHeaders().set("Retry-After", seconds);
    }
    Responses.text(exchange, outcome.status(), outcome.text() + "\n");
  }

  /** One line for each order: its id and its trace id. The next page begins {@code ?after=id}. */
  private void list(HttpExchange exchange) throws IOException, SQLException {
    String after = form(exchange.getRequestURI().getRawQuery()).getOrDefault("after", "");
    StringBuilder lines = new StringBuilder();
    for (Store.Stored order : store.after(after, PAGE)) {
      lines.append(order.id()).append(' ').append(order.trace()).append('\n');
    }
    Responses.text(exchange, 200, lines.toString());
  }

  private static Map<String, String> fields(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) { // whose close reads what is left
      byte[] text = body.readNBytes(MAX_BODY + 1);
      if (text.length > MAX_BODY) {
        throw new IllegalArgumentException("more than " + MAX_BODY + " bytes");
      }
      return form(new String(text, UTF_8));
    }
  }

  private static Map<String, String> form(@Nullable String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), UTF_8);
        fields.put(pair.substring(0, equals), value);
      }
    }
    return fields;
  }
}
