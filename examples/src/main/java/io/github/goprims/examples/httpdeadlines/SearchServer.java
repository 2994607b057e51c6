package io.github.goprims.examples.httpdeadlines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Asks several backends for each request, on the HTTP server of the JDK. Each request has a context
 * with a deadline, below that of the server; whatever is done for it is done under that.
 *
 * <ul>
 *   <li>{@code /answer} sends all answers together. If the deadline passes first, the status is
 *       504; if a backend fails, 502.
 *   <li>{@code /stream} sends each answer as it comes, as server-sent events. The status has gone
 *       out by then; how it ended is what the last event says.
 * </ul>
 *
 * <p><b>When a client hangs up.</b> The server of the JDK calls nobody back then: only a thread
 * that writes to the connection notices. So {@code /stream} writes a comment line, which clients
 * skip, whenever there is nothing to say for a while, and the {@link IOException} of such a write
 * ends the request's context. The first write after the hang-up still succeeds: it is what makes
 * the other side refuse, and the second fails. So it takes up to two of these lines until the work
 * behind the request is told. {@code /answer} cannot write anything before it knows the status, and
 * works on for a client that has gone, until its deadline: one more reason to have one.
 */
final class SearchServer implements AutoCloseable {

  private static final String KEEP_ALIVE = ":\n\n";

  private final CancelableContext context;
  private final Duration limit;
  private final Duration heartbeat;
  private final List<Backend> backends;
  private final Consumer<String> log;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /**
   * Starts a server on a free port of the loopback interface.
   *
   * @param parent what ends with it: the requests
   * @param limit how long a request may take
   * @param heartbeat how long {@code /stream} is silent at most
   * @param backends the services that are asked
   * @param log takes a line on how each request ended
   */
  SearchServer(
      Context parent,
      Duration limit,
      Duration heartbeat,
      List<Backend> backends,
      Consumer<String> log)
      throws IOException {
    this.context = parent.withCancel();
    this.limit = limit;
    this.heartbeat = heartbeat;
    this.backends = backends;
    this.log = log;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/answer", exchange -> serve(exchange, this::answer));
    server.createContext("/stream", exchange -> serve(exchange, this::stream));
    server.start();
  }

  URI uri(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
  }

  /** Ends all requests, and waits for them. */
  @Override
  public void close() {
    context.cancel();
    server.stop(0);
    executor.close();
  }

  /** What serves a path. */
  @FunctionalInterface
  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static void serve(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      handler.handle(exchange);
    } catch (InterruptedException e) {
      throw new InterruptedIOException(); // nobody does that; the server knows what to make of it
    }
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    int status = 200;
    String text;
    Work work = new Work(context, limit, backends);
    try {
      text = collect(work);
    } catch (ContextDoneException e) {
      status = e instanceof DeadlineExceededException ? 504 : 502;
      text = reason(e);
    } finally {
      work.end();
    }
    log(exchange, work, status + " " + text);
    byte[] body = (text + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String collect(Work work) throws InterruptedException {
    List<String> answers = new ArrayList<>();
    while (answers.size() < work.size()) {
      answers.add(requireNonNull(work.context().receive(work.answers())));
    }
    return String.join(" ", answers);
  }

  private void stream(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream events = exchange.getResponseBody();
    String end = "complete";
    boolean hungUp = false;
    Work work = new Work(context, limit, backends);
    try {
      forward(work, events);
    } catch (ContextDoneException e) {
      end = "incomplete: " + reason(e);
    } catch (IOException e) {
      end = "canceled: the client has hung up (" + e.getMessage() + ")";
      hungUp = true;
    } finally {
      work.end();
    }
    log(exchange, work, end);
    if (!hungUp) {
      write(events, "event: end\ndata: " + end + "\n\n");
    }
  }

  private void forward(Work work, OutputStream events) throws IOException, InterruptedException {
    Select select = Select.create();
    ReceiveCase<String> answer = select.onReceive(work.answers());
    select.onReceive(work.context().done());
    int forwarded = 0;
    while (forwarded < work.size()) {
      SelectCase chosen = select.await(heartbeat);
      work.context().throwIfDone();
      if (chosen == answer) {
        write(events, "data: " + answer.value() + "\n\n");
        forwarded++;
      } else {
        write(events, KEEP_ALIVE);
      }
    }
  }

  private static void write(OutputStream events, String text) throws IOException {
    events.write(text.getBytes(UTF_8));
    events.flush();
  }

  private static String reason(ContextDoneException end) {
    Throwable cause = end.getCause();
    return end.getMessage() + (cause == null ? "" : ", " + cause.getMessage());
  }

  private void log(HttpExchange exchange, Work work, String end) {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    log.accept("%s: %s; goroutines left: %d".formatted(request, end, work.alive()));
  }
}
