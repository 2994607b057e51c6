package io.github.goprims.flashsale;

import com.sun.net.httpserver.HttpServer;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Goroutines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The service: how its parts hang together, and in which order they end.
 *
 * <pre>
 *   requests ══▶ Intake ── queue ──▶ Workers ── handled ──▶ Writer ══▶ Store
 *      ▲                                                      │
 *      └───────────────────── outcome of each ────────────────┘
 * </pre>
 */
final class OrderService {

  /** What the writer takes in one transaction may wait for it; more would hide how full it is. */
  private static final int HANDLED = 256;

  /** Connections that the system accepts for the server while that is busy. */
  private static final int BACKLOG = 1_024;

  private final Store store;
  private final Intake intake;
  private final Channel<Pending> handled = Channel.make("handled", HANDLED);
  private final Workers workers;
  private final Writer writer;
  private final Counts counts = new Counts();
  private final Observer observer;
  private final OrderEndpoint orders;
  private final LivePage page;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Goroutines.factory("http"));
  private final HttpServer server;

  /** Starts it. */
  OrderService(Settings settings) throws IOException, SQLException {
    InetAddress here = InetAddress.getLoopbackAddress(); // the pages for operators say much
    server = HttpServer.create(new InetSocketAddress(here, settings.port()), BACKLOG);
    store = new Store(settings.folder());
    intake = new Intake(settings.capacity(), settings.ordersPerSecond());
    workers = new Workers(settings.workers(), intake.queue(), handled, settings.handler());
    writer = new Writer(handled, store);
    observer = new Observer(counts, intake.queue());
    orders = new OrderEndpoint(intake, store, counts, settings.limit());
    page = new LivePage(observer);
    server.setExecutor(executor);
    server.createContext("/orders", orders);
    new OperatorEndpoints(intake, store, writer).addTo(server);
    page.addTo(server);
    server.start();
  }

  URI uri(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
  }

  Snapshot look() {
    return observer.look();
  }

  Counts counts() {
    return counts;
  }

  /**
   * Shuts down without losing an order, from the door to the store: each step waits until nothing
   * more can come from the one before.
   *
   * @return how many orders the store has
   */
  long close() throws InterruptedException, SQLException {
    intake.close(); // orders are refused from now on
    workers.await(); // the queue is drained
    handled.close();
    writer.await(); // all that is accepted is stored
    orders.close(); // and all requests know
    page.close();
    server.stop(0);
    executor.close();
    long stored = store.count();
    store.close();
    return stored;
  }
}
