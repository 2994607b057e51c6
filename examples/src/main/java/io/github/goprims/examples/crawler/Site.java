package io.github.goprims.examples.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A small web site on a free port of the loopback interface, which counts what it is asked. */
final class Site implements AutoCloseable {

  private final CancelableContext context = Context.background().withCancel();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger heads = new AtomicInteger();
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicInteger mostLoad = new AtomicInteger();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /** Starts a site without pages. */
  Site() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::serve);
    server.start();
  }

  /** A page, which takes a few milliseconds unless it is told otherwise. */
  static final class Page {
    private final List<String> links;
    private volatile Duration delay = Duration.ofMillis(5);
    private volatile int status = 200;

    private Page(List<String> links) {
      this.links = links;
    }

    /** Lets it take so long to make the page; its head takes no time. */
    Page delay(Duration time) {
      delay = time;
      return this;
    }

    /** Lets the page fail; not its head. */
    Page status(int code) {
      status = code;
      return this;
    }

    private String text() {
      StringBuilder text = new StringBuilder("<!doctype html>\n");
      links.forEach(link -> text.append("<a href=\"%s\">%s</a>\n".formatted(link, link)));
      return text.toString();
    }
  }

  /** Adds a page with links. */
  Page page(String path, String... links) {
    Page page = new Page(List.of(links));
    pages.put(path, page);
    return page;
  }

  URI uri(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
  }

  /** How many pages and heads were asked for. */
  String counts() {
    return "%d pages and %d heads asked for".formatted(requests.get() - heads.get(), heads.get());
  }

  /** The greatest weight of requests at one time. */
  int mostLoad() {
    return mostLoad.get();
  }

  /** Ends all requests, and waits for them. */
  @Override
  public void close() {
    context.cancel();
    server.stop(0);
    executor.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    int weight = Math.toIntExact(head ? Fetcher.HEAD : Fetcher.PAGE);
    int now = load.addAndGet(weight);
    mostLoad.accumulateAndGet(now, Math::max);
    requests.incrementAndGet();
    heads.addAndGet(head ? 1 : 0);
    try (exchange) {
      Page page = pages.get(exchange.getRequestURI().getPath());
      byte[] body = (page == null ? "" : page.text()).getBytes(UTF_8);
      int status = page == null ? 404 : head ? 200 : page.status;
      if (page != null && !head) {
        context.sleep(page.delay);
      }
      load.addAndGet(-weight); // before the client can know, and ask for more
      weight = 0;
      boolean empty = head || body.length == 0;
      exchange.sendResponseHeaders(status, empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    } catch (ContextDoneException e) {
      throw new IOException("the site is closed", e);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    } finally {
      load.addAndGet(-weight);
    }
  }
}
