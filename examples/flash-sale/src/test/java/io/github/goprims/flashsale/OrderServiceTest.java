package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real connections, with a store in a file. */
@ExtendWith(LeakCheck.class)
class OrderServiceTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACE_PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @TempDir private Path folder;

  @Test
  void acceptedMeansStored() throws Exception {
    try (Shop shop = new Shop(folder).open()) {
      HttpResponse<String> response = shop.order("a");

      assertThat(response.statusCode()).isEqualTo(201);
      assertThat(response.body()).isEqualTo("accepted: stored\n");
      assertThat(shop.get("/orders?after=").body()).startsWith("a ").hasLineCount(1);
      assertThat(shop.get("/orders/count").body()).isEqualTo("1\n");
    }
  }

  @Test
  void theTraceIdReachesTheLogAndTheStore() throws Exception {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    Handler log = new Collector(lines::add);
    Log.LOGGER.addHandler(log);
    Log.LOGGER.setLevel(Level.FINE);
    try (Shop shop = new Shop(folder).open()) {
      shop.order("traced", "traceparent", TRACE_PARENT);

      assertThat(shop.get("/orders?after=").body()).isEqualTo("traced " + TRACE + "\n");
      assertThat(lines).contains("trace=" + TRACE + " traced accepted: stored");
    } finally {
      Log.LOGGER.removeHandler(log);
    }
  }

  @Test
  void aRetryIsStoredOnce() throws Exception {
    try (Shop shop = new Shop(folder).open()) {
      assertThat(shop.order("a").statusCode()).isEqualTo(201);
      assertThat(shop.order("a").statusCode()).isEqualTo(200);
      assertThat(shop.get("/orders/count").body()).isEqualTo("1\n");
    }
  }

  @Test
  void anotherOrderWithTheSameIdIsAConflict() throws Exception {
    try (Shop shop = new Shop(folder).open()) {
      assertThat(shop.post("id=a&item=ticket&quantity=1").statusCode()).isEqualTo(201);
      assertThat(shop.post("id=a&item=ticket&quantity=2").statusCode()).isEqualTo(409);
      assertThat(shop.post("id=a&item=ticket&quantity=1").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "id=a", "id=a&item=b&quantity=0", "id=a%20b&item=c&quantity=1"})
  void whatIsNoOrderIsRefused(String form) throws Exception {
    try (Shop shop = new Shop(folder).open()) {
      assertThat(shop.post(form).statusCode()).isEqualTo(400);
      assertThat(shop.get("/orders/count").body()).isEqualTo("0\n");
    }
  }

  @Test
  void overloadIsRefusedAndSaysWhenToComeAgain() throws Exception {
    try (Shop shop = new Shop(folder)) {
      List<Attempt<HttpResponse<String>>> first = fill(shop);

      HttpResponse<String> response = shop.order("late");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).contains("4"); // 2 at 0.5 a second
      shop.open();
      for (Attempt<HttpResponse<String>> order : first) {
        assertThat(order.result().statusCode()).isEqualTo(201);
      }
      assertThat(shop.order("late").statusCode()).isEqualTo(201);
    }
  }

  /** The worker is at another order when the deadline passes. */
  @Test
  void anOrderWhoseDeadlineHasPassedIsNotHandled() throws Exception {
    try (Shop shop = new Shop(folder)) {
      Attempt<HttpResponse<String>> first = start(shop, "first");
      Await.until("handling", () -> shop.handled.contains("first"));

      HttpResponse<String> response = shop.order("hurried", "grpc-timeout", "20m");

      assertThat(response.statusCode()).isEqualTo(504);
      shop.open();
      assertThat(first.result().statusCode()).isEqualTo(201);
      assertThat(shop.shutDown()).isEqualTo(1);
      assertThat(shop.handled).containsExactly("first");
    }
  }

  @Test
  void shutdownEndsWhatWasTaken() throws Exception {
    try (Shop shop = new Shop(folder)) {
      List<Attempt<HttpResponse<String>>> taken = fill(shop);
      Attempt<Long> stored = ThreadKind.PLATFORM.attempt("shutdown", shop::shutDown);
      stored.awaitBlocked("sync.WaitGroup.Wait"); // for the worker; the door is closed

      HttpResponse<String> response = shop.order("late");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("refused: the service is shutting down\n");
      assertThat(shop.get("/healthz").statusCode()).isEqualTo(503);
      shop.open();
      for (Attempt<HttpResponse<String>> order : taken) {
        assertThat(order.result().statusCode()).isEqualTo(201);
      }
      assertThat(stored.result()).isEqualTo(3);
    }
  }

  @Test
  void aBodyThatNeverEndsDoesNotHoldUpTheShutdown() throws Exception {
    try (Shop shop = new Shop(folder).open();
        Socket client = shop.connect()) {
      beginOrder(client, "1H", 4);

      assertThat(shop.shutDown()).isZero();
    }
  }

  /** Also if it is too long already, or comes when the deadline has passed. */
  @ParameterizedTest
  @CsvSource({"20m, 4", "20m, 1001", "0n, 4"})
  void aBodyThatNeverEndsIsReadUntilTheDeadline(String timeout, int sent) throws Exception {
    try (Shop shop = new Shop(folder).open();
        Socket client = shop.connect()) {
      BufferedReader answers = beginOrder(client, timeout, sent);

      assertThat(answers.lines()) // until the service closes the connection
          .noneMatch(line -> line.startsWith("HTTP"));
      assertThat(shop.get("/orders/count").body()).isEqualTo("0\n");
    }
  }

  /** Sends an order without the end of its body; the server is about to read that. */
  private static BufferedReader beginOrder(Socket client, String timeout, int sent)
      throws IOException {
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    String request =
        """
        POST /orders HTTP/1.1\r
        Host: localhost\r
        Expect: 100-continue\r
        grpc-timeout: %s\r
        Content-Length: 2000\r
        \r
        %s"""
            .formatted(timeout, "a".repeat(sent));
    client.getOutputStream().write(request.getBytes(UTF_8));
    assertThat(answers.readLine()).isEqualTo("HTTP/1.1 100 Continue");
    return answers;
  }

  /** The log holds up the request: its order is stored, and it is not answered. */
  @Test
  void shutdownWaitsForTheAnswers() throws Exception {
    Channel<String> lines = Channel.make();
    Channel<Void> written = Channel.make();
    Handler log =
        new Collector(
            line -> {
              if (line.contains("held-up")) { // shops of other tests log here, too
                lines.send(line);
                written.receive();
              }
            });
    Log.LOGGER.addHandler(log);
    Log.LOGGER.setLevel(Level.FINE);
    try (Shop shop = new Shop(folder).open()) {
      Attempt<HttpResponse<String>> order = start(shop, "held-up");
      assertThat(lines.receive()).endsWith("held-up accepted: stored");
      Attempt<Long> stored = ThreadKind.PLATFORM.attempt("shutdown", shop::shutDown);
      stored.awaitBlocked("sync.RWMutex.Lock");

      written.close();

      assertThat(order.result().statusCode()).isEqualTo(201);
      assertThat(stored.result()).isEqualTo(1);
    } finally {
      Log.LOGGER.removeHandler(log);
    }
  }

  @Test
  void shutdownUnderLoadLosesNothing() throws Exception {
    Map<String, Integer> statuses = new ConcurrentHashMap<>();
    try (Shop shop = new Shop(folder).open()) {
      List<Thread> clients =
          IntStream.range(0, 20)
              .mapToObj(i -> ThreadKind.VIRTUAL.start("client", () -> buy(shop, i, statuses)))
              .toList();
      Await.until("orders", () -> statuses.size() >= 300);

      shop.shutDown();

      clients.forEach(Await::ended);
    }
    try (Store store = new Store(folder)) {
      List<String> stored = store.after("", 10_000).stream().map(Store.Stored::id).toList();
      assertThat(stored)
          .containsAll(statuses.keySet().stream().filter(id -> statuses.get(id) == 201).toList())
          .doesNotContainAnyElementsOf(
              statuses.keySet().stream().filter(id -> statuses.get(id) == 503).toList());
    }
  }

  private static void buy(Shop shop, int client, Map<String, Integer> statuses) {
    for (int i = 0; true; i++) {
      String id = client + "-" + i;
      try {
        statuses.put(id, shop.order(id).statusCode());
      } catch (Exception e) {
        return; // the server is down
      }
    }
  }

  @Test
  void operatorsSeeTheGoroutines() throws Exception {
    try (Shop shop = new Shop(folder)) {
      List<Attempt<HttpResponse<String>>> waiting = fill(shop);

      String dump = shop.get("/debug/goroutines").body();

      assertThat(dump)
          .containsPattern("[3-9] goroutines: select") // with those of a test that runs beside
          .contains("on handled(", "threads writer", "worker-1");
      assertThat(shop.get("/healthz").body()).isEqualTo("ok\n");
      shop.open();
      waiting.forEach(Attempt::result);
    }
  }

  /** One order with the worker, and as many as fit into the queue. */
  private static List<Attempt<HttpResponse<String>>> fill(Shop shop) {
    Attempt<HttpResponse<String>> first = start(shop, "first");
    Await.until("handling", () -> shop.handled.contains("first"));
    Attempt<HttpResponse<String>> second = start(shop, "second");
    Attempt<HttpResponse<String>> third = start(shop, "third");
    Await.until("queue", () -> shop.service.look().queued() == Shop.QUEUE);
    return List.of(first, second, third);
  }

  private static Attempt<HttpResponse<String>> start(Shop shop, String id) {
    return ThreadKind.VIRTUAL.attempt(id, () -> shop.order(id));
  }

  /** Takes messages. */
  @FunctionalInterface
  private interface Sink {
    void take(String message) throws InterruptedException;
  }

  /** Hands messages on. */
  private static final class Collector extends Handler {

    private final Sink sink;

    Collector(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void publish(LogRecord record) {
      try {
        sink.take(record.getMessage());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
