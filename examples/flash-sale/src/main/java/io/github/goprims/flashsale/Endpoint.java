package io.github.goprims.flashsale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;

/** What answers the requests for a path, each on a goroutine of its own. */
@FunctionalInterface
interface Endpoint extends HttpHandler {

  /** Answers; the exchange is closed afterwards. */
  void answer(HttpExchange exchange) throws IOException, InterruptedException, SQLException;

  @Override
  default void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    } catch (InterruptedException e) {
      throw new InterruptedIOException(); // nobody does that; the server knows what to make of it
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
