package io.github.goprims.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Over real connections: a request to one server, which asks another. */
@ExtendWith(LeakCheck.class)
class HopTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration HEARTBEAT = Duration.ofMillis(5);
  private static final TraceParent CALLER = TraceParent.make();

  /** A request as a server has seen it. */
  private record Seen(HttpExchange exchange, Context context) {

    Duration timeout() {
      return GrpcTimeout.parse(exchange.getRequestHeaders().getFirst("grpc-timeout"));
    }

    String caller() {
      return exchange.getRequestHeaders().getFirst("traceparent");
    }

    TraceParent span() {
      return context.value(TraceParent.KEY);
    }
  }

  private final CancelableContext root = Context.background().withCancel();
  private final Channel<Seen> seen = Channel.make(2);
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Goroutines.factory("servers"));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer front;
  private HttpServer back;

  @BeforeEach
  void start() throws IOException {
    front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    back = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.setExecutor(executor);
    back.setExecutor(executor);
    front.start();
    back.start();
  }

  @AfterEach
  void stop() {
    root.cancel();
    client.shutdownNow();
    front.stop(0);
    back.stop(0);
    executor.close();
  }

  @Test
  void theDeadlineShrinksAndTheTraceGoesOn() throws Exception {
    on(front, exchange -> TravelSamples.serve(root, exchange, ctx -> relayed(exchange, ctx)));
    on(back, exchange -> TravelSamples.serve(root, exchange, ctx -> answered(exchange, ctx)));

    HttpRequest request =
        HttpRequest.newBuilder(uri(front))
            .setHeader("grpc-timeout", "10S")
            .setHeader("traceparent", CALLER.toString())
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("done");
    Seen first = seen.receive();
    Seen second = seen.receive();
    assertThat(second.timeout()).isPositive().isLessThan(first.timeout());
    assertThat(second.caller()).isEqualTo(first.span().toString());
    assertThat(second.span().traceId()).isEqualTo(CALLER.traceId());
    assertThat(second.span().spanId())
        .isNotEqualTo(first.span().spanId())
        .isNotEqualTo(CALLER.spanId());
  }

  private String relayed(HttpExchange exchange, Context ctx) throws Exception {
    seen.send(new Seen(exchange, ctx));
    return TravelSamples.ask(ctx, client, uri(back)).body();
  }

  private String answered(HttpExchange exchange, Context ctx) throws InterruptedException {
    seen.send(new Seen(exchange, ctx));
    return "done";
  }

  /** The far side looks at no connection: its deadline is what ends its work. */
  @Test
  void aDeadlineEndsTheWorkOnBothSides() throws Exception {
    on(back, exchange -> TravelSamples.serve(root, exchange, ctx -> slow(exchange, ctx)));

    try (CancelableContext impatient = root.withTimeout(Duration.ofMillis(200))) {
      assertThatThrownBy(() -> TravelSamples.ask(impatient, client, uri(back)))
          .isInstanceOf(DeadlineExceededException.class);
    }
    Context far = seen.receive().context();
    Await.until("end of the work", () -> far.err() == DeadlineExceededException.instance());
  }

  private String slow(HttpExchange exchange, Context ctx) throws InterruptedException {
    seen.send(new Seen(exchange, ctx));
    ctx.sleep(NEVER);
    return "never";
  }

  /** The deadline is a day away; the far side hears of the end because it writes. */
  @Test
  void aCancelEndsTheWorkOfAServerThatLooksAtTheConnection() throws Exception {
    on(back, this::watched);
    CancelableContext caller = root.withTimeout(NEVER);
    Attempt<HttpResponse<String>> request =
        ThreadKind.VIRTUAL.attempt("caller", () -> TravelSamples.ask(caller, client, uri(back)));
    Context far = seen.receive().context();
    assertThat(far.err()).isNull();

    caller.cancel();

    assertThat(request.failure()).isInstanceOf(CanceledException.class);
    Await.until("end of the work", () -> far.err() == CanceledException.instance());
    assertThat(far.cause()).isInstanceOf(IOException.class);
  }

  private void watched(HttpExchange exchange) throws Exception {
    try (CancelableContext ctx =
        Headers.arriving(root, exchange.getRequestHeaders()::getFirst, NEVER)) {
      exchange.sendResponseHeaders(200, 0);
      seen.send(new Seen(exchange, ctx));
      try {
        while (true) {
          exchange.getResponseBody().write('\n');
          exchange.getResponseBody().flush();
          ctx.sleep(HEARTBEAT);
        }
      } catch (IOException hungUp) {
        ctx.cancel(hungUp);
      }
    }
  }

  /** A handler that may throw anything. */
  @FunctionalInterface
  private interface Handler {
    void handle(HttpExchange exchange) throws Exception;
  }

  private static void on(HttpServer server, Handler handler) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          } catch (IOException | RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }
}
