package io.github.goprims.examples.httpdeadlines;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows how requests end: with all their answers, with their deadline, or with the client. In the
 * latter cases the work behind them ends too, and leaves no goroutine.
 */
public final class HttpDeadlines {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofMillis(100);

  private static final List<Backend> QUICK =
      List.of(backend("news", 100), backend("images", 200), backend("maps", 300));
  private static final List<Backend> SLOW =
      List.of(backend("news", 100), backend("images", 200), backend("maps", 60_000));

  private final Channel<String> log = Channel.make(16);
  private final SearchClient client;

  private HttpDeadlines(SearchClient client) {
    this.client = client;
  }

  /**
   * Sends some requests to servers in the same process.
   *
   * @param args none
   * @throws Exception if a connection fails
   */
  public static void main(String[] args) throws Exception {
    try (SearchClient client = new SearchClient()) {
      new HttpDeadlines(client).show();
    }
  }

  private void show() throws Exception {
    Context root = Context.background();
    try (SearchServer quick = server(root, QUICK);
        SearchServer slow = server(root, SLOW)) {
      System.out.println("All backends are quick:");
      get(root, quick.uri("/answer"));
      get(root, quick.uri("/stream"));

      System.out.println("One takes too long, and the deadline of the request passes:");
      get(root, slow.uri("/answer"));
      get(root, slow.uri("/stream"));

      System.out.println("The client has an earlier deadline, and hangs up:");
      try (CancelableContext impatient = root.withTimeout(Duration.ofMillis(350))) {
        get(impatient, slow.uri("/stream"));
      }
    }
  }

  private SearchServer server(Context root, List<Backend> backends) throws IOException {
    return new SearchServer(root, LIMIT, HEARTBEAT, backends, log::trySend);
  }

  /** Sends a request, and prints what the client gets and how it ended for the server. */
  private void get(Context context, URI uri) throws Exception {
    try {
      HttpResponse<String> response = client.get(context, uri);
      System.out.println("  client: status " + response.statusCode());
      Stream<String> lines = response.body().lines().filter(line -> !line.isEmpty());
      lines.forEach(line -> System.out.println("    | " + line));
    } catch (ContextDoneException e) {
      System.out.println("  client: " + e.getMessage());
    }
    System.out.println("  server: " + log.receive());
  }

  private static Backend backend(String name, long millis) {
    return context -> {
      context.sleep(Duration.ofMillis(millis));
      return name;
    };
  }
}
