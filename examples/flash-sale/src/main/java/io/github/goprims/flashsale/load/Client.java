package io.github.goprims.flashsale.load;

import io.github.goprims.examples.travel.Headers;
import io.github.goprims.examples.travel.TraceParent;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Speaks to a service. */
final class Client implements AutoCloseable {

  /** For the service, which refuses an order that takes longer. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** For those requests which get no answer at all. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI service;

  Client(URI service) {
    this.service = service;
  }

  /** Places an order, and waits for the answer. */
  Answer place(String id) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve("/orders"))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString("item=ticket&quantity=1&id=" + id));
    try (CancelableContext context =
        Context.background().withValue(TraceParent.KEY, TraceParent.make()).withTimeout(DEADLINE)) {
      Headers.leaving(context, request::header);
      return Answer.of(http.send(request.build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Answer.UNKNOWN;
    }
  }

  /** The ids of the stored orders that follow {@code id}, as many as a page has. */
  List<String> page(String id) throws IOException, InterruptedException {
    return get("/orders?after=" + id).lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  /** The bytes of the service's heap that are in use after a garbage collection. */
  long heap() throws IOException, InterruptedException {
    return Long.parseLong(get("/debug/heap").strip());
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + ": status " + response.statusCode());
    }
    return response.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
