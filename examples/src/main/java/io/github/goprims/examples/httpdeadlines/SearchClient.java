package io.github.goprims.examples.httpdeadlines;

import io.github.goprims.gocontext.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * The JDK's HTTP client under a context. It knows nothing of contexts, but it does give up a
 * request, and the connection with it, when the thread that waits is interrupted.
 */
final class SearchClient implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Asks, and waits for the whole answer.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if the context ends first; to the
   *     server, the client has hung up
   * @throws java.io.IOException if the connection fails
   * @throws InterruptedException if the thread is interrupted
   */
  HttpResponse<String> get(Context context, URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return context.call(() -> client.send(request, BodyHandlers.ofString()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
