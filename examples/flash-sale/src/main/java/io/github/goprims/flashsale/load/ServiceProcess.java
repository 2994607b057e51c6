package io.github.goprims.flashsale.load;

import io.github.goprims.flashsale.FlashSale;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service in a process of its own, with its output among ours. */
final class ServiceProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LISTENING = Pattern.compile("listening on (\\S+),.*");

  private final Process process;
  private final Channel<URI> listening = Channel.make(1);
  private final URI address;

  /** Starts it on a store, new or left by an earlier one, and waits until it listens. */
  ServiceProcess(Path store) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FlashSale.class.getName(),
                "--port",
                "0",
                "--store",
                store.toString())
            .redirectErrorStream(true)
            .start();
    Go.go("output of the service", this::print);
    URI uri = listening.receive(PATIENCE);
    if (uri == null) {
      throw new IOException("the service does not start");
    }
    address = uri;
  }

  private void print() throws IOException {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println("  service: " + line);
        Matcher address = LISTENING.matcher(line);
        if (address.matches()) {
          listening.trySend(URI.create(address.group(1)));
        }
      }
    }
    listening.close();
  }

  URI address() {
    return address;
  }

  /** Asks it to end (SIGTERM), or ends it (SIGKILL); waits for its end. */
  void end(boolean gracefully) throws IOException, InterruptedException {
    if (gracefully) {
      process.toHandle().destroy(); // that of the process itself would close its output
    } else {
      process.toHandle().destroyForcibly();
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.toHandle().destroyForcibly();
      throw new IOException("the service did not end by itself");
    }
  }

  /** Ends it by force, if it has not ended. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
