package io.github.goprims.flashsale;

import io.github.goprims.gochan.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Runs the service until the process is told to end. */
public final class FlashSale {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private FlashSale() {}

  /**
   * Starts it, and says how it goes.
   *
   * @param args {@code --port N}, and {@code --store FOLDER}
   * @throws Exception if it cannot start
   */
  public static void main(String[] args) throws Exception {
    Settings settings = Arguments.readOrExit(args, FlashSale::settings);
    Path folder = settings.folder();
    Files.createDirectories(folder);
    Log.toFilesIn(folder);
    tuneServer();
    OrderService service = new OrderService(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(service)));
    System.out.println("listening on " + service.uri("/") + ", store and log in " + folder);
    report(service);
  }

  private static Settings settings(Arguments arguments) {
    return Settings.standard(
        arguments.wholeNumber("--port", 8080, 0, 65_535),
        arguments.value("--store", Path.of("flash-sale"), "a folder", Path::of));
  }

  /** The JDK's server is made for a few connections; a flash sale has as many as orders wait. */
  private static void tuneServer() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private static void report(OrderService service) throws InterruptedException {
    Snapshot last = service.look();
    try (Ticker ticker = Ticker.make(INTERVAL)) {
      for (Instant tick : ticker.channel()) {
        Snapshot now = service.look();
        double seconds = (now.millis() - last.millis()) / 1_000.0;
        System.out.printf(
            Locale.ROOT,
            "%tT queue %4d, accepted %4.0f/s, rejected %4.0f/s, goroutines %d%n",
            tick.toEpochMilli(),
            now.queued(),
            (now.accepted() - last.accepted()) / seconds,
            (now.rejected() - last.rejected()) / seconds,
            now.goroutines());
        last = now;
      }
    }
  }

  private static void shutDown(OrderService service) {
    System.out.println("shutting down; " + service.look().queued() + " orders are in the queue");
    try {
      long stored = service.close();
      System.out.println("shut down: " + service.counts() + "; the store has " + stored);
    } catch (Exception e) {
      System.out.println("shut down badly: " + e);
    }
  }
}
