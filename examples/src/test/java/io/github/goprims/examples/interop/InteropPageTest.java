package io.github.goprims.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.goprims.examples.Page;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The samples of {@code docs/interop.md} are compiled, and run. */
class InteropPageTest {

  private static final int LARGE = 300_000;

  private HttpServer server;
  private HttpClient client;
  private ExecutorService executor;

  /** Closed when a request has come to the path that never answers. */
  private final CountDownLatch asked = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    executor = Executors.newThreadPerTaskExecutor(Goroutines.factory("interop"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[LARGE]);
          exchange.close();
        });
    server.createContext(
        "/broken",
        exchange -> {
          exchange.sendResponseHeaders(200, LARGE);
          exchange.getResponseBody().write(new byte[1_000]);
          exchange.getResponseBody().flush();
          exchange.close();
        });
    server.createContext(
        "/echo",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext("/never", exchange -> asked.countDown());
    server.start();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.stop(0);
    executor.close();
  }

  private URI address(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  @Test
  void samplesAreCompiled() throws IOException {
    Page.of("docs/interop.md", InteropPageTest.class).quotesSources("examples/src/test");
  }

  @Test
  void aBodyIsAChannel() throws Exception {
    assertThat(InteropSamples.download(client, address("/large"))).isEqualTo(LARGE);
    assertThatThrownBy(() -> InteropSamples.download(client, address("/broken")))
        .isInstanceOf(IOException.class)
        .hasMessage("broken off after 1000 bytes");
  }

  @Test
  void aChannelIsABody() throws Exception {
    Channel<ByteBuffer> parts = Channel.make();
    Go.go(
        () -> {
          for (String part : List.of("one ", "two ", "three")) {
            parts.send(ByteBuffer.wrap(part.getBytes()));
          }
          parts.close();
        });
    assertThat(InteropSamples.upload(client, address("/echo"), parts)).isEqualTo("one two three");
  }

  @Test
  void aContextEndsASubscription() throws Exception {
    Channel<String> orders = Channel.make();
    List<String> handled = new CopyOnWriteArrayList<>();
    CancelableContext ctx = Context.background().withCancel();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Go.go(
        () -> {
          try {
            InteropSamples.handle(ctx, Flows.publisher(orders), handled);
          } catch (RuntimeException failure) {
            end.complete(failure);
          }
        });
    orders.send("one");
    Await.until("handled", () -> handled.contains("one"));
    ctx.cancel();
    assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(CanceledException.class);
    Await.until("cancelled", () -> !orders.trySend("two"));
  }

  @Test
  void aQueueFillsAChannel() throws Exception {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>(List.of("one", "two"));
    CancelableContext ctx = Context.background().withCancel();
    ReceiveChannel<String> channel = InteropSamples.fromQueue(ctx, queue);
    assertThat(channel.receive()).isEqualTo("one");
    assertThat(channel.receive()).isEqualTo("two");
    ctx.cancel();
    assertThat(channel.receive()).isNull();
  }

  @Test
  void aFutureIsAChannelOfOne() throws Exception {
    assertThat(InteropSamples.channelOf(CompletableFuture.completedFuture("42")))
        .containsExactly("42");
    assertThat(InteropSamples.channelOf(CompletableFuture.failedFuture(new IOException())))
        .isEmpty();
    assertThat(InteropSamples.channelOf(CompletableFuture.completedFuture(null))).isEmpty();

    Channel<String> answer = Channel.make(1);
    CompletableFuture<String> future = InteropSamples.futureOf(answer::receive);
    answer.send("42");
    assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("42");
    IOException failure = new IOException("sample");
    assertThatThrownBy(
            () ->
                InteropSamples.futureOf(
                        () -> {
                          throw failure;
                        })
                    .get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
  }

  @Test
  void aChannelIsAStream() {
    Channel<String> words = Channel.make(3);
    List.of("a", "bb", "c").forEach(words::trySend);
    words.close();
    assertThat(InteropSamples.lengths(words)).isEqualTo(Map.of(1, 2L, 2, 1L));
  }

  @Test
  void aContextEndsATaskOfAnExecutor() throws Exception {
    assertThat(InteropSamples.ask(Context.background(), executor, () -> "42")).isEqualTo("42");
    CountDownLatch interrupted = new CountDownLatch(1);
    CancelableContext ctx = Context.background().withCancel();
    assertThatThrownBy(
            () ->
                InteropSamples.ask(
                    ctx,
                    executor,
                    () -> {
                      ctx.cancel();
                      try {
                        return Channel.<String>nil().receive();
                      } finally {
                        interrupted.countDown();
                      }
                    }))
        .isInstanceOf(CanceledException.class);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aContextEndsARequest() throws Exception {
    CancelableContext ctx = Context.background().withCancel();
    Go.go(
        () -> {
          asked.await();
          ctx.cancel();
        });
    assertThatThrownBy(() -> InteropSamples.get(ctx, client, address("/never")))
        .isInstanceOf(CanceledException.class);
  }
}
