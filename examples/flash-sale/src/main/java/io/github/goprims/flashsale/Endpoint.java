package io.github.goprims.flashsale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;

/** What answers the requests for a path, each on a goroutine of its own. */
@FunctionalInterface
interface Endpoint extends HttpHandler {

  /**
   * Answers; the exchange is closed afterwards.
   *
   * @throws SQLException if the store fails; nothing has been answered yet
   */
  void answer(HttpExchange exchange) throws IOException, InterruptedException, SQLException;

  @Override
  default void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answerOrSayWhyNot(exchange);
    } catch (InterruptedException e) {
      throw new InterruptedIOException(); // nobody does that; the server knows what to make of it
    }
  }

  private void answerOrSayWhyNot(HttpExchange exchange) throws IOException, InterruptedException {
    try {
      answer(exchange);
    } catch (SQLException e) {
      Responses.text(exchange, 500, "the store fails: " + e.getMessage() + "\n");
    }
  }
}
