package io.github.goprims.flashsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The page at {@code /}, and the server-sent events at {@code /events} that it draws: what the
 * {@link Observer} sees and the number of viewers, twice a second.
 *
 * <p>One goroutine looks, and sends what it sees to the feed of each viewer; it owns the list of
 * viewers, so there is no lock. A viewer that reads too slowly loses the oldest events of its feed,
 * and holds up nobody. One that has gone is forgotten when an event cannot be written to it any
 * more.
 */
final class LivePage {

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int HISTORY = 120;

  private final Observer observer;
  private final byte[] page;
  private final CancelableContext context = Context.background().withCancel();
  private final Channel<Channel<String>> joining = Channel.make("joining", 0);
  private final Channel<Channel<String>> leaving = Channel.make("leaving", 0);
  private final Thread goroutine;

  // Of the goroutine.
  private final Set<Channel<String>> viewers = new HashSet<>();
  private final Deque<String> history = new ArrayDeque<>();

  /** Starts the goroutine. */
  LivePage(Observer observer) throws IOException {
    this.observer = observer;
    try (InputStream resource = LivePage.class.getResourceAsStream("live.html")) {
      page = requireNonNull(resource).readAllBytes();
    }
    goroutine = Go.go("live page", this::run);
  }

  void addTo(HttpServer server) {
    Endpoint root = this::page;
    Endpoint events = this::events;
    server.createContext("/", root);
    server.createContext("/events", events);
  }

  /** Ends all streams of events. */
  void close() throws InterruptedException {
    context.cancel();
    goroutine.join();
  }

  private void run() throws InterruptedException {
    try (Ticker ticker = Ticker.make(INTERVAL)) {
      Select select = Select.create();
      ReceiveCase<Instant> tick = select.onReceive(ticker.channel());
      ReceiveCase<Channel<String>> join = select.onReceive(joining);
      ReceiveCase<Channel<String>> leave = select.onReceive(leaving);
      select.onReceive(context.done());
      while (context.err() == null) {
        SelectCase chosen = select.await();
        if (chosen == tick) {
          publish(observer.look().text() + "viewers " + viewers.size() + "\n");
        } else if (chosen == join) {
          Channel<String> feed = requireNonNull(join.value());
          history.forEach(feed::trySend);
          viewers.add(feed);
        } else if (chosen == leave) {
          viewers.remove(leave.value());
        }
      }
    }
    viewers.forEach(Channel::close);
  }

  private void publish(String event) {
    if (history.size() == HISTORY) {
      history.removeFirst();
    }
    history.addLast(event);
    viewers.forEach(feed -> replaceOldest(feed, event));
  }

  /** Sends, for the only sender of a channel: if that is full, its oldest value makes room. */
  static void replaceOldest(Channel<String> feed, String event) {
    while (!feed.trySend(event)) {
      feed.tryReceive();
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/")) {
      exchange
          .getResponseHeaders()
          .set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; img-src data:");
      Responses.send(exchange, 200, "text/html; charset=utf-8", page);
    } else {
      Responses.text(exchange, 404, "not found\n");
    }
  }

  private void events(HttpExchange exchange) throws IOException, InterruptedException {
    Channel<String> feed = Channel.make("feed", HISTORY);
    context.send(joining, feed);
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream stream = exchange.getResponseBody();
      for (String event : feed) {
        stream.write(("data: " + event.strip().replace("\n", "\ndata: ") + "\n\n").getBytes(UTF_8));
        stream.flush();
      }
    } finally {
      leave(feed);
    }
  }

  private void leave(Channel<String> feed) throws InterruptedException {
    Select.firstOrdered(
        Select.sendThen(leaving, feed, () -> {}),
        Select.receiveThen(context.done(), ended -> {})); // then nobody keeps the list
  }
}
