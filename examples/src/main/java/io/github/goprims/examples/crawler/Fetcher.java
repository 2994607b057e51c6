package io.github.goprims.examples.crawler;

import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.WeightedSemaphore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Asks a server, politely: a request for a whole page weighs more than one for its head, and what
 * is under way never weighs more than the server is to bear.
 */
final class Fetcher implements AutoCloseable {

  static final long LOAD = 4;
  static final long PAGE = 2;
  static final long HEAD = 1;

  private final WeightedSemaphore load = WeightedSemaphore.of(LOAD).named("load");
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The page, or status 404. */
  HttpResponse<String> page(Context context, URI uri) throws Exception {
    return send(context, uri, "GET", PAGE);
  }

  /** Whether there is such a page. */
  boolean exists(Context context, URI uri) throws Exception {
    return send(context, uri, "HEAD", HEAD).statusCode() == 200;
  }

  /**
   * Waits for its turn and for the answer.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if the context ends first; the request
   *     is given up, and its connection with it
   */
  private HttpResponse<String> send(Context context, URI uri, String method, long weight)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    load.acquire(context, weight);
    try {
      HttpResponse<String> response =
          context.call(() -> client.send(request, BodyHandlers.ofString()));
      if (response.statusCode() != 200 && response.statusCode() != 404) {
        throw new UnexpectedStatusException(response.statusCode(), uri);
      }
      return response;
    } finally {
      load.release(weight);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
