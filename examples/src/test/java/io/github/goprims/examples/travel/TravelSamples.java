package io.github.goprims.examples.travel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Both sides of a request between processes. */
final class TravelSamples {

  private static final Duration MOST = Duration.ofMinutes(1);

  private TravelSamples() {}

  /** What a server does for a request. */
  @FunctionalInterface
  interface Work {
    String answer(Context ctx) throws Exception;
  }

  static HttpResponse<String> ask(Context ctx, HttpClient client, URI address) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    Headers.leaving(ctx, request::setHeader);
    return ctx.call(() -> client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  static void serve(Context server, HttpExchange exchange, Work work) throws Exception {
    try (CancelableContext ctx =
        Headers.arriving(server, exchange.getRequestHeaders()::getFirst, MOST)) {
      byte[] answer = work.answer(ctx).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (ContextDoneException e) {
      exchange.sendResponseHeaders(504, -1);
    }
  }
}
